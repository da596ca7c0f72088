"""Addresses under /accounts/."""

from django.contrib.auth.views import LoginView
from django.urls import include, path

from apps.accounts.forms import SignInForm
from apps.accounts.views import ProfileView

urlpatterns = [
    path("login/", LoginView.as_view(authentication_form=SignInForm), name="login"),
    path("profile/", ProfileView.as_view(), name="profile"),
    path("", include("django.contrib.auth.urls")),
]
