from http import HTTPStatus

import pytest
from rest_framework.test import APIClient

from conftest import MakeUser

ME = "/api/accounts/me/"


@pytest.fixture
def api() -> APIClient:
    return APIClient()


@pytest.mark.django_db
def test_authentication_is_required(api: APIClient) -> None:
    assert api.get(ME).status_code == HTTPStatus.FORBIDDEN


def test_users_can_change_their_name(api: APIClient, make_user: MakeUser) -> None:
    user = make_user()
    api.force_authenticate(user)

    changed = api.patch(ME, {"name": "Ada", "email": "other@example.com"})

    assert changed.status_code == HTTPStatus.OK
    assert api.get(ME).json() == changed.json()
    assert changed.json()["name"] == "Ada"
    assert changed.json()["email"] == user.email


def test_put_is_not_allowed(api: APIClient, make_user: MakeUser) -> None:
    api.force_authenticate(make_user())

    assert api.put(ME, {}).status_code == HTTPStatus.METHOD_NOT_ALLOWED
