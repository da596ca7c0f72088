from typing import Any

from django.conf import settings
from django.http import HttpRequest

from apps.core.navigation import links


def project(request: HttpRequest) -> dict[str, Any]:
    """Add the project's name and navigation to every template."""
    return {"project_name": settings.PROJECT_NAME, "navigation": links(request)}
