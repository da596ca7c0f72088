"""What the app stores."""

from django.contrib.auth.models import AnonymousUser, PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils import timezone

from apps.core.models import TimestampedModel


class ItemQuerySet(models.QuerySet["Item"]):
    """Items, by who may see them."""

    def published(self) -> "ItemQuerySet":
        """Keep those that everybody may see."""
        return self.filter(published_at__lte=timezone.now())

    def visible_to(self, user: PermissionsMixin | AnonymousUser) -> "ItemQuerySet":
        """Keep what is published; for those who write, keep all."""
        writes = [f"APP.{do}_item" for do in ("add", "change")]
        if any(map(user.has_perm, writes)):
            return self
        return self.published()

    def containing(self, text: str) -> "ItemQuerySet":
        """Keep those in which the text is found, in whatever case."""
        return self.filter(
            models.Q(title__icontains=text)
            | models.Q(summary__icontains=text)
            | models.Q(body__icontains=text)
        )


class Item(TimestampedModel):
    """A page with a title, published at its time."""

    title = models.CharField("title", max_length=200)
    summary = models.CharField(
        "summary", max_length=300, blank=True, help_text="Shown in the list."
    )
    body = models.TextField("text", blank=True)
    published_at = models.DateTimeField(
        "published",
        null=True,
        blank=True,
        db_index=True,
        help_text="Empty for a draft. A time to come publishes it then (UTC).",
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = "item"
        verbose_name_plural = "items"
        ordering = (models.F("published_at").desc(nulls_first=True), "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Give the address of its page."""
        return reverse("APP:detail", args=[self.pk])

    @property
    def is_published(self) -> bool:
        """Whether everybody may see it."""
        return self.published_at is not None and self.published_at <= timezone.now()
