"""Jobs that keep the site tidy."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def clear_sessions() -> None:
    """Delete the sessions that are over."""
    call_command("clearsessions")
