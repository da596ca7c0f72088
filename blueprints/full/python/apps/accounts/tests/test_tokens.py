import re
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.models import ApiToken, User
from conftest import MakeUser

TOKENS = reverse("tokens")
ME = "/api/accounts/me/"


@pytest.fixture
def user(make_user: MakeUser) -> User:
    return make_user()


def status(token: str) -> int:
    response = APIClient().get(ME, headers={"Authorization": f"Bearer {token}"})
    return response.status_code


def test_create_use_and_revoke(client: Client, user: User) -> None:
    client.force_login(user)

    page = client.post(TOKENS, {"name": "Backup script"}).content.decode()
    found = re.search(r"<code>([\w-]{43})</code>", page)
    assert found
    assert status(found[1]) == HTTPStatus.OK
    assert found[1] not in client.get(TOKENS).content.decode()

    token = ApiToken.objects.get(name="Backup script")
    client.post(reverse("token_revoke", args=[token.pk]))
    assert status(found[1]) == HTTPStatus.FORBIDDEN


def test_name_is_required(client: Client, user: User) -> None:
    client.force_login(user)

    assert "This field is required." in client.post(TOKENS, {"name": ""}).content.decode()


def test_tokens_of_others_cannot_be_revoked(
    client: Client, user: User, make_user: MakeUser
) -> None:
    ApiToken.issue(user, "Backup script")
    client.force_login(make_user())

    response = client.post(reverse("token_revoke", args=[user.api_tokens.get().pk]))

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert str(user.api_tokens.get()) == "Backup script"


def test_inactive_users_are_rejected(user: User) -> None:
    token = ApiToken.issue(user, "Backup script")
    User.objects.update(is_active=False)

    assert status(token) == HTTPStatus.FORBIDDEN
    assert status("unknown") == HTTPStatus.FORBIDDEN


def test_admin_lists_tokens(admin_client: Client, user: User) -> None:
    ApiToken.issue(user, "Backup script")

    page = admin_client.get(reverse("admin:accounts_apitoken_changelist"))

    assert "Backup script" in page.content.decode()
    add = admin_client.get(reverse("admin:accounts_apitoken_add"))
    assert add.status_code == HTTPStatus.FORBIDDEN
