"""The API: the routers and URLs of every app, the OpenAPI schema and its documentation."""

from importlib import import_module
from typing import NoReturn, override

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.utils.csp import CSP
from django.utils.module_loading import module_has_submodule
from django.views.decorators.csp import csp_override
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from apps.accounts.api.views import MeView
from config.registry import APPS

app_name = "api"

router = SimpleRouter()


def urls_of(apps: list[str]) -> list[URLPattern | URLResolver]:
    """Add the apps' routers to `router`, and return their URLs.

    An app's `api/urls.py` may define a `router`, `urlpatterns`, or both.
    """
    found: list[URLPattern | URLResolver] = []
    for name in apps:
        if module_has_submodule(import_module(f"apps.{name}"), "api.urls"):
            urls = import_module(f"apps.{name}.api.urls")
            if hasattr(urls, "router"):
                router.registry.extend(urls.router.registry)
            if hasattr(urls, "urlpatterns"):
                found.append(path(f"{name}/", include(urls.urlpatterns)))
    return found


class RootView(APIView):
    """List the endpoints."""

    permission_classes = (AllowAny,)
    schema = None

    def get(self, request: Request) -> Response:
        views = {"docs": "docs", "schema": "schema", "accounts/me": "me"}
        views |= {prefix: f"{basename}-list" for prefix, _, basename in router.registry}
        return Response(
            {key: reverse(f"api:{view}", request=request) for key, view in views.items()}
        )


class NotFoundView(APIView):
    """Answer unknown URLs in JSON."""

    permission_classes = (AllowAny,)
    schema = None

    @override
    def initial(self, request: Request, *args: object, **kwargs: object) -> NoReturn:
        raise NotFound


# The icons of Swagger UI are data: URLs in its stylesheet.
docs = csp_override(settings.SECURE_CSP | {"img-src": [CSP.SELF, "data:"]})(
    SpectacularSwaggerView.as_view(url_name="api:schema", template_name="api/docs.html")
)

urlpatterns = [
    path("", RootView.as_view(), name="root"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("accounts/me/", MeView.as_view(), name="me"),
    *urls_of(APPS),
    path("", include(router.urls)),
    path("<path:unknown>/", NotFoundView.as_view()),
]
