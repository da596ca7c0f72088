import re

import pytest
from django.core.cache import cache
from django.core.mail.message import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from apps.accounts.models import User
from apps.accounts.throttling import ACCOUNT_LIMIT
from conftest import MakeUser


@pytest.fixture(autouse=True)
def _no_failed_attempts(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def user(make_user: MakeUser) -> User:
    return make_user()


def test_sign_in_and_out(client: Client, user: User) -> None:
    response = client.post(
        reverse("login"), {"username": user.email.upper(), "password": "correct horse"}
    )
    assert response.headers["Location"] == "/"
    assert "Sign out" in client.get("/").content.decode()

    client.post(reverse("logout"))
    assert "Sign in" in client.get("/").content.decode()


def test_wrong_password(client: Client, user: User) -> None:
    page = client.post(reverse("login"), {"username": user.email, "password": "wrong"})

    assert 'role="alert"' in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_reset_password(client: Client, user: User, mailoutbox: list[EmailMessage]) -> None:
    client.post(reverse("password_reset"), {"email": user.email})
    found = re.search(r"https?://[^/]+(\S+)", str(mailoutbox[0].body))
    assert found

    form = client.get(found[1], follow=True)
    assert "Choose a new password" in form.content.decode()
    new = {"new_password1": "battery staple", "new_password2": "battery staple"}
    done = client.post(form.request["PATH_INFO"], new, follow=True)

    assert "Password saved" in done.content.decode()
    user.refresh_from_db()
    assert user.check_password("battery staple")
    assert "Link expired" in client.get(found[1], follow=True).content.decode()


def test_reset_does_not_reveal_accounts(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    known = client.post(reverse("password_reset"), {"email": user.email})
    unknown = client.post(reverse("password_reset"), {"email": "nobody@example.com"})

    assert known.headers["Location"] == unknown.headers["Location"]
    assert [message.to for message in mailoutbox] == [[user.email]]


def test_change_password(client: Client, user: User) -> None:
    client.force_login(user)
    done = client.post(
        reverse("password_change"),
        {
            "old_password": "correct horse",
            "new_password1": "battery staple",
            "new_password2": "battery staple",
        },
        follow=True,
    )

    assert "Password changed" in done.content.decode()


@pytest.mark.parametrize("name", ["login", "admin:login"])
def test_guessing_is_slowed_down(client: Client, user: User, name: str) -> None:
    for _ in range(ACCOUNT_LIMIT):
        client.post(reverse(name), {"username": user.email, "password": "wrong"})

    page = client.post(reverse(name), {"username": user.email, "password": "correct horse"})

    assert "Too many failed attempts" in page.content.decode()
    assert "_auth_user_id" not in client.session
