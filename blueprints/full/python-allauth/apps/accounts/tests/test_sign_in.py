import base64
import hmac
import re
import struct
import time
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.core.mail.message import EmailMessage
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from apps.accounts.models import User
from conftest import MakeUser

LOGIN = reverse("account_login")
SIGNUP = reverse("account_signup")
KNOWN = "correct horse"
ADA = {
    "email": "Ada@Example.com",
    "password1": "battery staple",
    "password2": "battery staple",
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_failed_attempts(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.fixture
def user() -> User:
    """Create a user with a confirmed email address."""
    return User.objects.create_superuser("grace@example.com", KNOWN)


def sign_in(client: Client, email: str, password: str = KNOWN) -> str:
    """Submit the form, and return the next page."""
    page = client.post(LOGIN, {"login": email, "password": password}, follow=True)
    return page.content.decode()


def link_in(message: EmailMessage) -> str:
    """Return the path of the link in an email."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(message.body))
    assert found
    return found[1]


def code(secret: str) -> str:
    """Return the current code of an authenticator app (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def activate(client: Client) -> str:
    """Set up an authenticator app, and return its secret."""
    address = reverse("mfa_activate_totp")
    asked = client.get(address).headers["Location"]
    page = client.post(asked, {"password": KNOWN}, follow=True)
    assert "<svg" in page.content.decode()
    secret: str = page.context["form"].secret
    done = client.post(address, {"code": code(secret)}, follow=True)
    assert "Recovery Codes" in done.content.decode()
    return secret


def test_sign_up_requires_confirmation(client: Client, mailoutbox: list[EmailMessage]) -> None:
    page = client.post(SIGNUP, ADA, follow=True)
    assert "Verify Your Email Address" in page.content.decode()
    assert "Verify Your Email Address" in sign_in(client, ADA["email"], ADA["password1"])

    client.post(link_in(mailoutbox[0]))

    assert "Sign out" in sign_in(client, ADA["email"], ADA["password1"])
    assert User.objects.get().email == "ada@example.com"


def test_sign_up_does_not_reveal_accounts(
    client: Client, user: User, mailoutbox: list[EmailMessage]
) -> None:
    unknown = client.post(SIGNUP, ADA)
    known = Client().post(SIGNUP, ADA | {"email": user.email})

    assert known.headers["Location"] == unknown.headers["Location"]
    assert [message.to for message in mailoutbox] == [["ada@example.com"], [user.email]]
    assert User.objects.count() == 2


def test_sign_in_and_out(client: Client, user: User) -> None:
    assert "Sign out" in sign_in(client, user.email.upper())

    client.post(reverse("account_logout"))

    assert "Sign in" in client.get("/").content.decode()


def test_wrong_password(client: Client, user: User) -> None:
    page = sign_in(client, user.email, "wrong")

    assert 'role="alert"' in page
    assert "_auth_user_id" not in client.session


def test_guessing_is_slowed_down(client: Client, user: User) -> None:
    for _ in range(5):
        sign_in(client, user.email, "wrong")

    assert "Too many failed login attempts" in sign_in(client, user.email)


def test_too_many_requests(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    client.post(SIGNUP, {})

    page = client.post(SIGNUP, {})

    assert page.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert "Too many attempts" in page.content.decode()


def test_second_factor(client: Client, user: User) -> None:
    sign_in(client, user.email)
    secret = activate(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]

    for second in (code(secret), codes[0]):
        client.post(reverse("account_logout"))
        assert "Two-Factor Authentication" in sign_in(client, user.email)
        assert "_auth_user_id" not in client.session

        page = client.post(reverse("mfa_authenticate"), {"code": second}, follow=True)
        assert "Sign out" in page.content.decode()


def test_reset_password(client: Client, user: User, mailoutbox: list[EmailMessage]) -> None:
    client.post(reverse("account_reset_password"), {"email": user.email})

    form = client.get(link_in(mailoutbox[0]), follow=True)
    new = {"password1": "battery staple", "password2": "battery staple"}
    client.post(form.request["PATH_INFO"], new)

    assert "Sign out" in sign_in(client, user.email, "battery staple")
    assert "Bad Token" in Client().get(link_in(mailoutbox[0]), follow=True).content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    ],
)
def test_account_pages(client: Client, user: User, name: str) -> None:
    sign_in(client, user.email)

    page = client.get(reverse(name), follow=True)

    assert page.status_code == HTTPStatus.OK
    assert "style=" not in page.content.decode()


def test_admin_uses_the_sign_in_page(client: Client, user: User) -> None:
    page = client.get("/admin/", follow=True)
    assert page.request["PATH_INFO"] == LOGIN

    sign_in(client, user.email)
    assert client.get("/admin/").status_code == HTTPStatus.OK


def test_admin_requires_staff(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user())

    assert client.get("/admin/", follow=True).status_code == HTTPStatus.FORBIDDEN
