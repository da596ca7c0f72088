from importlib import import_module
from typing import override

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from config.registry import APPS


class Command(BaseCommand):
    help = "Add sample data for development: runs seed() of every app that has a seed module."

    @override
    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEBUG:
            message = "seed requires DEBUG: it is for development only"
            raise CommandError(message)
        for name in APPS:
            if not module_has_submodule(import_module(f"apps.{name}"), "seed"):
                continue
            with transaction.atomic():
                added = import_module(f"apps.{name}.seed").seed()
            self.stdout.write(f"{name}: {added} added")
