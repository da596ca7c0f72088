import pytest
from django.test import Client

from apps.catalog.models import Category, Product
from conftest import MakeUser

pytestmark = pytest.mark.django_db


def test_order(client: Client, make_user: MakeUser) -> None:
    cups = Category.objects.create(name="Cups", slug="cups")
    mug = Product.objects.create(category=cups, name="Mug", slug="mug", price=7)
    user = make_user()
    client.force_login(user)

    page = client.post("/orders/", {"product": mug.pk, "quantity": 2}, follow=True)

    assert "2 × Mug" in page.content.decode()
    assert user.orders.get().lines.get().product == mug
    assert mug.sold() == 2
    assert "Order" in client.get("/orders/").content.decode()


def test_api(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user())

    assert client.post("/api/orders/mine/", content_type="application/json").status_code == 201
    assert client.get("/api/orders/mine/").json()["count"] == 1
