"""What every template knows."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from config.registry import APPS


def project(request: HttpRequest) -> dict[str, Any]:
    """Give the project's name, and a link to each app."""
    navigation = [
        {
            "url": (url := reverse(f"{name}:list")),
            "label": apps.get_app_config(name).verbose_name,
            "current": request.path.startswith(url),
        }
        for name in APPS
    ]
    return {"project_name": settings.PROJECT_NAME, "navigation": navigation}
