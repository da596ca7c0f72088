"""What is answered when a view fails: JSON under /api/, a page elsewhere."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Something went wrong."}, status=500)
    return defaults.server_error(request)
