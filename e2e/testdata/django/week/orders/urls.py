from django.urls import path

from apps.orders import views

app_name = "orders"

urlpatterns = [
    path("", views.order, name="order"),
    path("<int:pk>/", views.OrderView.as_view(), name="detail"),
]
