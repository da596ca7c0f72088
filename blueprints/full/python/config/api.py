"""The API: what each app registers on its router, the OpenAPI schema, and its documentation."""

from importlib import import_module
from typing import NoReturn, override

from django.conf import settings
from django.urls import include, path
from django.utils.csp import CSP
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
router.registry = [
    route for name in APPS for route in import_module(f"apps.{name}.api.urls").router.registry
]


class RootView(APIView):
    """What there is, by name."""

    permission_classes = (AllowAny,)
    schema = None

    def get(self, request: Request) -> Response:
        """List the addresses."""
        views = {"docs": "docs", "schema": "schema", "accounts/me": "me"}
        views |= {prefix: f"{basename}-list" for prefix, _, basename in router.registry}
        return Response(
            {key: reverse(f"api:{view}", request=request) for key, view in views.items()}
        )


class UnknownView(APIView):
    """What is not there is said in JSON too."""

    permission_classes = (AllowAny,)
    schema = None

    @override
    def initial(self, request: Request, *args: object, **kwargs: object) -> NoReturn:
        raise NotFound


# Swagger UI has its icons in its style sheet.
docs = csp_override(settings.SECURE_CSP | {"img-src": [CSP.SELF, "data:"]})(
    SpectacularSwaggerView.as_view(url_name="api:schema", template_name="api/docs.html")
)

urlpatterns = [
    path("", RootView.as_view(), name="root"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs, name="docs"),
    path("accounts/me/", MeView.as_view(), name="me"),
    path("", include(router.urls)),
    path("<path:unknown>/", UnknownView.as_view()),
]
