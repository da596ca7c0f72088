"""Items as JSON."""

from drf_spectacular.utils import extend_schema_serializer

import apps.core.api.serializers as core
from apps.APP.models import Item


@extend_schema_serializer(component_name="TITLEItem")
class ItemSerializer(core.ModelSerializer[Item]):
    """All that there is to know of an item."""

    class Meta:
        model = Item
        fields = ("id", "title", "summary", "body", "published_at", "created_at", "updated_at")
