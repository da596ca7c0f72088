"""What the other apps stand on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Registers the app."""

    name = "apps.core"
