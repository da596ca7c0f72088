from typing import Any, cast, override

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.generic.base import TemplateResponseMixin
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    """A request after HtmxMiddleware."""

    htmx: HtmxDetails


class PartialMixin(TemplateResponseMixin):
    """Render `partial_template_name` for requests of htmx, and the whole page for others."""

    partial_template_name: str

    @override
    def get_template_names(self) -> list[str]:
        if cast("HtmxRequest", self.request).htmx:
            return [self.partial_template_name]
        return super().get_template_names()

    @override
    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response = super().render_to_response(context, **kwargs)
        patch_vary_headers(response, ["HX-Request"])
        return response
