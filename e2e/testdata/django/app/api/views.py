"""The API: everybody reads, those with the permission write."""

from typing import override

from django.db.models import QuerySet
from rest_framework.filters import OrderingFilter, SearchFilter
from rest_framework.permissions import (
    DjangoModelPermissionsOrAnonReadOnly,
    IsAuthenticatedOrReadOnly,
)
from rest_framework.viewsets import ModelViewSet

from apps.APP.api.serializers import ItemSerializer
from apps.APP.models import Item


class ItemViewSet(ModelViewSet[Item]):
    """Items: what is published; for those who write, all."""

    queryset = Item.objects.all()
    serializer_class = ItemSerializer
    # The second decides; the first lets the OpenAPI schema say that reading needs no session.
    permission_classes = (IsAuthenticatedOrReadOnly, DjangoModelPermissionsOrAnonReadOnly)
    filter_backends = (SearchFilter, OrderingFilter)
    search_fields = ("title", "summary", "body")
    ordering_fields = ("title", "published_at", "updated_at")

    @override
    def get_queryset(self) -> QuerySet[Item]:
        return Item.objects.visible_to(self.request.user)
