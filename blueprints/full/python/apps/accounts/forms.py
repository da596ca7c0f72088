"""Forms for people's own accounts."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField

from apps.accounts.models import User


class SignInForm(AuthenticationForm):
    """Django's own, for an email address."""

    username = UsernameField(widget=forms.EmailInput(attrs={"autofocus": True}))
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "There is no account with this email and password."
    }


class ProfileForm(forms.ModelForm[User]):
    """What people may change about themselves."""

    class Meta:
        model = User
        fields = ("name",)
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "name"})}
