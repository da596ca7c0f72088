from celery import shared_task
from django.core.mail import send_mail


# Connection errors and errors of the mail server are OSErrors.
@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_email(
    subject: str, body: str, from_email: str, to: list[str], html: str | None = None
) -> None:
    """Send a rendered email."""
    send_mail(subject, body, from_email, to, html_message=html)
