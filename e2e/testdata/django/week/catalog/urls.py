from django.urls import path

from apps.catalog import views

app_name = "catalog"

urlpatterns = [
    path("", views.ProductListView.as_view(), name="products"),
    path("add/", views.ProductCreateView.as_view(), name="add"),
    path("<slug:slug>/", views.ProductView.as_view(), name="product"),
]
