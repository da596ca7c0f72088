from typing import Any, override

from django.db import models
from rest_framework import serializers


class TextField(serializers.CharField):
    """A CharField that rejects numbers, as the OpenAPI schema says, instead of converting them."""

    @override
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ModelSerializer[Model: models.Model](serializers.ModelSerializer[Model]):
    """A ModelSerializer that uses TextField for text."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: TextField,
        models.TextField: TextField,
    }
