"""Addresses under /accounts/."""

from django.urls import include, path

from apps.accounts.views import ProfileView

urlpatterns = [
    path("profile/", ProfileView.as_view(), name="profile"),
    path("", include("allauth.urls")),
]
