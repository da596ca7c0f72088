"""The page of one's own account."""

from typing import override

from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.messages.views import SuccessMessageMixin
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views.generic import UpdateView

from apps.accounts.forms import ProfileForm
from apps.accounts.models import User


class ProfileView(
    LoginRequiredMixin, SuccessMessageMixin[ProfileForm], UpdateView[User, ProfileForm]
):
    """Shows and changes who is signed in."""

    form_class = ProfileForm
    template_name = "accounts/profile.html"
    success_url = reverse_lazy("profile")
    success_message = "Saved."

    @override
    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        return get_object_or_404(User, pk=self.request.user.pk)
