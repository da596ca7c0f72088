import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from apps.core.api.pagination import Pagination
from apps.core.api.serializers import TextField


def test_text_field_accepts_text() -> None:
    assert TextField().run_validation(" tea ") == "tea"


@pytest.mark.parametrize("value", [1, 1.5, True, [], {}])
def test_text_field_rejects_everything_else(value: object) -> None:
    with pytest.raises(ValidationError):
        TextField().run_validation(value)


@pytest.mark.parametrize(("query", "page"), [({}, 1), ({"page": "2"}, "2"), ({"page": ""}, "")])
def test_page_number_is_used_as_given(query: dict[str, str], page: str | int) -> None:
    request = Request(RequestFactory().get("/", query))

    assert Pagination().get_page_number(request, Paginator([], 20)) == page
