import pytest
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.views.generic import TemplateView
from django_htmx.middleware import HtmxMiddleware

from apps.core.views import PartialMixin


class PageView(PartialMixin, TemplateView):
    template_name = "page.html"
    partial_template_name = "part.html"


@pytest.mark.parametrize(
    ("headers", "template"), [({}, "page.html"), ({"HX-Request": "true"}, "part.html")]
)
def test_htmx_gets_the_partial(rf: RequestFactory, headers: dict[str, str], template: str) -> None:
    response = HtmxMiddleware(PageView.as_view())(rf.get("/", headers=headers))

    assert isinstance(response, TemplateResponse)
    assert response.template_name == [template]
    assert response.headers["Vary"] == "HX-Request"
