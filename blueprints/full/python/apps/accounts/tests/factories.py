from factory.declarations import Sequence
from factory.django import DjangoModelFactory, Password

from apps.accounts.models import User


class UserFactory(DjangoModelFactory[User]):
    """A user with the password `correct horse`."""

    class Meta:
        model = User

    email = Sequence(lambda number: f"person{number}@example.com")
    password = Password("correct horse")
