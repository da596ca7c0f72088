from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from apps.catalog.models import Category, Product
from conftest import MakeUser

pytestmark = pytest.mark.django_db


@pytest.fixture
def category() -> Category:
    return Category.objects.create(name="Cups", slug="cups")


def test_upload(
    client: Client, make_user: MakeUser, category: Category, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(make_user("catalog.add_product"))
    assert 'enctype="multipart/form-data"' in client.get("/catalog/add/").content.decode()

    client.post(
        "/catalog/add/",
        {
            "category": category.pk,
            "name": "Mug",
            "slug": "mug",
            "price": "7.50",
            "image": SimpleUploadedFile("mug.png", b"png"),
        },
    )

    with Product.objects.get().image.open() as image:
        assert image.read() == b"png"


def test_list_and_api(client: Client, category: Category) -> None:
    mug = Product.objects.create(category=category, name="Mug", slug="mug", price=Decimal("7.50"))

    assert mug.get_absolute_url() in client.get("/catalog/").content.decode()
    assert client.get(mug.get_absolute_url()).status_code == 200
    found = client.get("/api/catalog/products/", {"category": "1", "search": "mug"}).json()
    assert found["count"] == 1
    assert str(mug) == "Mug, 1 × 7.50"
