"""The site's navigation: an app is listed if its AppConfig has `navigation = "blog:index"`."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


@dataclass(frozen=True)
class Link:
    url: str
    label: str
    current: bool


def links(request: HttpRequest) -> list[Link]:
    """Return the links in the order of INSTALLED_APPS, without URLs that do not exist."""
    found = []
    for config, name in _declared():
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append(Link(url, str(config.verbose_name), request.path.startswith(url)))
    return found


def check_navigation(**_kwargs: object) -> list[CheckMessage]:
    """Report apps whose navigation names a URL that does not exist."""
    errors: list[CheckMessage] = []
    for config, name in _declared():
        try:
            reverse(name)
        except NoReverseMatch:
            message = f"The navigation of this app names the URL {name!r}, which does not exist."
            hint = f"Name an existing URL in {config.name}.apps, or remove `navigation`."
            errors.append(Error(message, hint=hint, obj=config.label, id="core.E001"))
    return errors


def _declared() -> Iterator[tuple[AppConfig, str]]:
    for config in apps.get_app_configs():
        name = getattr(config, "navigation", "")
        if name:
            yield config, name
