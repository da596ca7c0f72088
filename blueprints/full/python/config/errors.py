from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500: with JSON under /api/, with 500.html elsewhere."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Something went wrong."}, status=500)
    return defaults.server_error(request)
