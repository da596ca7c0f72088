"""Addresses under /api/APP/."""

from rest_framework.routers import SimpleRouter

from apps.APP.api.views import ItemViewSet

router = SimpleRouter()
router.register(
    "APP/items",
    ItemViewSet,
    basename="APP-item",
)
