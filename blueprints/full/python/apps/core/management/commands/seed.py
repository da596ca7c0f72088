"""Example content for development."""

from importlib import import_module
from typing import override

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.registry import APPS


class Command(BaseCommand):
    """Runs `seed()` of every app's `seed.py`."""

    help = "Fill the database of a development machine with example content."

    @override
    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEBUG:
            message = "seed is for development: it needs DEBUG"
            raise CommandError(message)
        for name in APPS:
            with transaction.atomic():
                made = import_module(f"apps.{name}.seed").seed()
            self.stdout.write(f"{name}: {made} added")
