from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from conftest import MakeUser


@pytest.fixture
def user(make_user: MakeUser) -> User:
    return make_user()


def test_profile(client: Client, user: User) -> None:
    assert client.get(reverse("profile")).status_code == HTTPStatus.FOUND

    client.force_login(user)
    page = client.post(reverse("profile"), {"name": "Ada Lovelace"}, follow=True)

    assert 'class="alert good"' in page.content.decode()
    user.refresh_from_db()
    assert user.name == "Ada Lovelace"


def test_field_errors_are_described(client: Client, user: User) -> None:
    client.force_login(user)

    page = client.post(reverse("profile"), {"name": "A" * 151}).content.decode()

    assert 'aria-describedby="id_name_error"' in page
    assert '<p class="error" id="id_name_error">' in page


def test_admin(admin_client: Client) -> None:
    add = admin_client.post(
        reverse("admin:accounts_user_add"),
        {
            "email": "Grace@Example.com",
            "usable_password": "true",
            "password1": "battery staple",
            "password2": "battery staple",
        },
    )
    assert add.status_code == HTTPStatus.FOUND

    grace = User.objects.get(email="grace@example.com")
    for page in ("changelist", "add"):
        assert admin_client.get(reverse(f"admin:accounts_user_{page}")).status_code == HTTPStatus.OK
    assert (
        admin_client.get(reverse("admin:accounts_user_change", args=[grace.pk])).status_code
        == HTTPStatus.OK
    )
