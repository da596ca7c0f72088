"""Items in the admin."""

from django.contrib import admin

from apps.APP.models import Item


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin[Item]):
    """Lists, searches and edits items."""

    list_display = ("title", "published_at", "updated_at")
    list_filter = ("published_at",)
    search_fields = ("title", "summary", "body")
    date_hierarchy = "published_at"
    readonly_fields = ("created_at", "updated_at")
