"""Emails that are sent by a job."""

from unittest.mock import patch

from django.core.mail.message import EmailMessage
from django.test import Client
from django.urls import reverse

from apps.accounts.tasks import send_password_reset
from conftest import MakeUser


def test_password_reset_is_tried_again(make_user: MakeUser) -> None:
    with patch("apps.accounts.tasks.send_mail", side_effect=[ConnectionError, None]) as send:
        send_password_reset.apply(
            (make_user().email,), {"domain": "example.com", "use_https": True}, throw=False
        )

    assert send.call_count == 2


def test_answer_does_not_look_for_the_account(client: Client) -> None:
    with patch("apps.accounts.views.send_password_reset.delay") as job:
        client.post(reverse("password_reset"), {"email": "ada@example.com"})

    job.assert_called_once_with("ada@example.com", domain="testserver", use_https=False)


def test_link_leads_back_to_the_site(
    client: Client, make_user: MakeUser, mailoutbox: list[EmailMessage]
) -> None:
    client.post(reverse("password_reset"), {"email": make_user().email}, secure=True)

    assert "https://testserver/accounts/reset/" in mailoutbox[0].body
