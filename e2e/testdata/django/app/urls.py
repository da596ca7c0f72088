"""Addresses under /APP/."""

from django.urls import path

from apps.APP import views

app_name = "APP"

urlpatterns = [
    path("", views.ItemListView.as_view(), name="list"),
    path("new/", views.ItemCreateView.as_view(), name="create"),
    path("<int:pk>/", views.ItemDetailView.as_view(), name="detail"),
    path("<int:pk>/edit/", views.ItemUpdateView.as_view(), name="update"),
    path("<int:pk>/delete/", views.ItemDeleteView.as_view(), name="delete"),
]
