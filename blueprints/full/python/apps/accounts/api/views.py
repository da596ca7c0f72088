from typing import override

from django.shortcuts import get_object_or_404
from rest_framework.generics import RetrieveUpdateAPIView

from apps.accounts.api.serializers import UserSerializer
from apps.accounts.models import User


class MeView(RetrieveUpdateAPIView[User]):
    """The signed-in user."""

    serializer_class = UserSerializer
    http_method_names = ("get", "patch", "head", "options")

    @override
    def get_object(self) -> User:
        return get_object_or_404(User, pk=self.request.user.pk)
