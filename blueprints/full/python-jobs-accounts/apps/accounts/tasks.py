"""Emails that no request waits for."""

from typing import Any, override

from celery import shared_task
from django.contrib.auth.forms import PasswordResetForm as BasePasswordResetForm
from django.core.mail import send_mail
from django.template.loader import render_to_string


class PasswordResetForm(BasePasswordResetForm):
    """Django's own, but what cannot be sent is an error."""

    @override
    def send_mail(
        self,
        subject_template_name: str,
        email_template_name: str,
        context: dict[str, Any],
        from_email: str | None,
        to_email: str,
        html_email_template_name: str | None = None,
    ) -> None:
        subject = render_to_string(subject_template_name, context).strip()
        body = render_to_string(email_template_name, context)
        send_mail(subject, body, from_email, [to_email])


# Refused and broken connections and what the mail server says are all OSErrors.
@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_password_reset(email: str, *, domain: str, use_https: bool) -> None:
    """Send a link for a new password to the account with this address, if there is one."""
    form = PasswordResetForm({"email": email})
    form.full_clean()
    form.save(domain_override=domain, use_https=use_https)
