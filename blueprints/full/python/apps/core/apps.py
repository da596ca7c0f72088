from typing import override

from django.apps import AppConfig
from django.core import checks

from apps.core.navigation import check_navigation


class CoreConfig(AppConfig):
    name = "apps.core"

    @override
    def ready(self) -> None:
        checks.register(check_navigation, checks.Tags.urls)
