"""Lists in pages."""

from typing import TYPE_CHECKING, Any, override

from rest_framework.pagination import PageNumberPagination

if TYPE_CHECKING:
    from django.core.paginator import Paginator
    from rest_framework.request import Request


class Pagination(PageNumberPagination):
    """Twenty a page; a page that is not a number is not found, even if it is empty."""

    page_size = 20

    @override
    def get_page_number(self, request: "Request", paginator: "Paginator[Any]") -> str | int:
        return request.query_params.get(self.page_query_param, 1)
