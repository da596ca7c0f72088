"""Base classes for serializers."""

from typing import Any, override

from django.db import models
from rest_framework import serializers


class TextField(serializers.CharField):
    """Takes text only: a number is refused, as the OpenAPI schema says, not turned into text."""

    @override
    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class ModelSerializer[Model: models.Model](serializers.ModelSerializer[Model]):
    """Has `TextField` for text."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: TextField,
        models.TextField: TextField,
    }
