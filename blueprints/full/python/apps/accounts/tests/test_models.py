import pytest
from django.core.management import call_command
from django.db import IntegrityError

from apps.accounts.models import User


@pytest.mark.django_db
def test_emails_are_stored_in_lower_case() -> None:
    user = User.objects.create_user(" Ada@Example.COM ", "correct horse")

    assert str(user) == "ada@example.com"
    assert User.objects.get_by_natural_key("ADA@example.com") == user


@pytest.mark.django_db
def test_emails_that_differ_only_in_case_are_rejected() -> None:
    User.objects.create_user("ada@example.com")

    with pytest.raises(IntegrityError):
        User(email="Ada@example.com").save()


@pytest.mark.django_db
def test_user_without_password_cannot_sign_in() -> None:
    assert not User.objects.create_user("ada@example.com").has_usable_password()


@pytest.mark.django_db
def test_createsuperuser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse")
    call_command("createsuperuser", "--noinput", email="root@example.com", verbosity=0)

    user = User.objects.get()
    assert user.is_superuser
    assert user.is_staff
    assert user.check_password("correct horse")


@pytest.mark.django_db
def test_there_are_no_default_users() -> None:
    assert not User.objects.exists()
