from django.http import HttpRequest

from apps.accounts.models import User


class AuthenticatedRequest(HttpRequest):
    """Annotates the request of a view that requires sign-in: its user is never anonymous."""

    user: User
