"""Who uses the site."""

from typing import ClassVar, override

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from apps.accounts.managers import UserManager


class User(AbstractBaseUser, PermissionsMixin):
    """A person, who signs in by email."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150, blank=True)
    is_staff = models.BooleanField(
        "staff", default=False, help_text="Staff may sign in to the admin."
    )
    is_active = models.BooleanField(
        "active", default=True, help_text="Take this away instead of deleting the account."
    )
    date_joined = models.DateTimeField("joined", default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "user"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="email_in_lower_case"
            ),
        )

    def __str__(self) -> str:
        return self.email

    @classmethod
    @override
    def normalize_username(cls, username: str) -> str:
        return super().normalize_username(username).strip().lower()
