from unittest.mock import patch

from allauth.core.context import request_context
from django.core.mail.message import EmailMessage
from django.test import RequestFactory

from apps.accounts.adapter import AccountAdapter
from apps.accounts.tasks import send_email


def test_email_is_sent_by_a_task(rf: RequestFactory, mailoutbox: list[EmailMessage]) -> None:
    with (
        request_context(rf.get("/")),
        patch("apps.accounts.adapter.send_email.delay") as job,
    ):
        AccountAdapter().send_mail("account/email/unknown_account", "ada@example.com", {})
    assert not mailoutbox

    send_email(*job.call_args.args)

    assert mailoutbox[0].to == ["ada@example.com"]
    assert "testserver" in mailoutbox[0].body


def test_email_is_retried() -> None:
    email = ("Hello", "How are you?", "site@example.com", ["ada@example.com"])

    with patch("apps.accounts.tasks.send_mail", side_effect=[ConnectionError, None]) as send:
        send_email.apply(email, throw=False)

    assert send.call_count == 2
