from apps.accounts.models import User
from apps.core.api.serializers import ModelSerializer


class UserSerializer(ModelSerializer[User]):
    class Meta:
        model = User
        fields = ("id", "email", "name", "date_joined")
        read_only_fields = ("email",)
