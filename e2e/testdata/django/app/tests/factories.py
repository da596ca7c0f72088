"""Items to test with."""

from datetime import UTC, datetime

from factory.declarations import Sequence
from factory.django import DjangoModelFactory

from apps.APP.models import Item


class ItemFactory(DjangoModelFactory[Item]):
    """A published item."""

    class Meta:
        model = Item

    title = Sequence(lambda number: f"Item {number}")
    summary = "What it is about"
    body = "All of it."
    published_at = datetime(2020, 1, 1, tzinfo=UTC)
