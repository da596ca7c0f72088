from rest_framework.permissions import DjangoModelPermissionsOrAnonReadOnly
from rest_framework.routers import DefaultRouter
from rest_framework.serializers import ModelSerializer
from rest_framework.viewsets import ModelViewSet

from apps.catalog.models import Product


class ProductSerializer(ModelSerializer[Product]):
    class Meta:
        model = Product
        fields = ["id", "category", "tags", "name", "slug", "price", "image"]


class ProductViewSet(ModelViewSet[Product]):
    queryset = Product.objects.prefetch_related("tags")
    serializer_class = ProductSerializer
    permission_classes = [DjangoModelPermissionsOrAnonReadOnly]
    filterset_fields = ["category", "tags"]
    search_fields = ["name"]
    ordering_fields = ["name", "price"]


router = DefaultRouter()
router.register("catalog/products", ProductViewSet)
