"""Emails that no request waits for."""

from celery import shared_task
from django.core.mail import send_mail


# Refused and broken connections and what the mail server says are all OSErrors.
@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_email(
    subject: str, body: str, from_email: str, to: list[str], html: str | None = None
) -> None:
    """Send an email that has been written."""
    send_mail(subject, body, from_email, to, html_message=html)
