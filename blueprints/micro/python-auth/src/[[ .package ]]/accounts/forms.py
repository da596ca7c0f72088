"""The forms. They need no CSRF tokens: see security.py."""

from flask_login import current_user
from wtforms import BooleanField, EmailField, Form, PasswordField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from .models import by_email
from .passwords import LONGEST, SHORTEST, check_password


def normalized(email: str | None) -> str | None:
    return email and email.strip().lower()


def email_field() -> EmailField:
    return EmailField(
        "Email",
        [
            InputRequired("Enter your email address."),
            Length(max=254),
            Regexp(r"[^@\s]+@[^@\s]+$", message="Enter a valid email address."),
        ],
        filters=[normalized],
        render_kw={"autocomplete": "username", "autofocus": True, "maxlength": 254},
    )


def password_field() -> PasswordField:
    return PasswordField(
        "Password",
        [InputRequired("Enter your password."), Length(max=LONGEST)],
        render_kw={"autocomplete": "current-password", "maxlength": LONGEST},
    )


def new_password_field(label: str) -> PasswordField:
    return PasswordField(
        label,
        [
            InputRequired("Choose a password."),
            Length(SHORTEST, message=f"Use at least {SHORTEST} characters."),
            Length(max=LONGEST),
        ],
        description=f"At least {SHORTEST} characters. A few unrelated words work well.",
        render_kw={"autocomplete": "new-password", "maxlength": LONGEST},
    )


class SignInForm(Form):
    email = email_field()
    password = password_field()
    remember = BooleanField("Stay signed in for 30 days")


class SignUpForm(Form):
    email = email_field()
    password = new_password_field("Password")

    def validate_email(self, field: EmailField) -> None:
        if by_email(field.data or ""):
            raise ValidationError("An account with this email already exists.")


class ChangePasswordForm(Form):
    password = password_field()
    new_password = new_password_field("New password")

    def validate_password(self, field: PasswordField) -> None:
        if not check_password(current_user, field.data or ""):
            raise ValidationError("That is not your current password.")


class ForgottenForm(Form):
    email = email_field()


class ResetForm(Form):
    password = new_password_field("New password")
