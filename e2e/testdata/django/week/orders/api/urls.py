from django.db.models import QuerySet
from django.urls import path
from rest_framework import serializers
from rest_framework.generics import ListCreateAPIView
from rest_framework.serializers import BaseSerializer

from apps.orders.models import Order


class OrderSerializer(serializers.ModelSerializer[Order]):
    class Meta:
        model = Order
        fields = ["id", "paid", "created_at"]
        read_only_fields = ["paid"]


class OrderListView(ListCreateAPIView[Order]):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer

    def get_queryset(self) -> QuerySet[Order]:
        return Order.objects.filter(user=self.request.user.pk)

    def perform_create(self, serializer: BaseSerializer[Order]) -> None:
        serializer.save(user=self.request.user)


urlpatterns = [path("mine/", OrderListView.as_view(), name="orders")]
