"""The app APP."""

from django.apps import AppConfig


class TITLEConfig(AppConfig):
    """Registers the app."""

    name = "apps.APP"
    verbose_name = "TITLE"
    navigation = "APP:list"
