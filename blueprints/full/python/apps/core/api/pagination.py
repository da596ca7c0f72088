from typing import TYPE_CHECKING, Any, override

from rest_framework.pagination import PageNumberPagination

if TYPE_CHECKING:
    from django.core.paginator import Paginator
    from rest_framework.request import Request


class Pagination(PageNumberPagination):
    """Twenty results per page. `?page=` without a number is 404, as any other invalid page."""

    page_size = 20

    @override
    def get_page_number(self, request: "Request", paginator: "Paginator[Any]") -> str | int:
        return request.query_params.get(self.page_query_param, 1)
