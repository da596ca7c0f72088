"""The settings of each environment, as a process of its own sees them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.env import BASE_DIR

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP",
    "ALLOWED_HOSTS": "example.com",
    "DATABASE_URL": "sqlite://:memory:",
    "DEFAULT_FROM_EMAIL": "site@example.com",
    "EMAIL_HOST": "mail.example.com",
}
NOTHING = {"DJANGO_SETTINGS_MODULE": "config.settings.prod"}
LOG = "import django, logging; django.setup(); logging.getLogger('django').error('%s', 'lost')"
COLLECT = """
import django, sys
from django.conf import settings
from django.core.management import call_command
settings.STATIC_ROOT = sys.argv[1]
django.setup()
call_command("collectstatic", verbosity=0)
"""


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python with these variables only."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name == "PATH" or name.startswith("COVERAGE_")
    }
    return subprocess.run(
        [sys.executable, "-W", "error", *command],
        cwd=BASE_DIR,
        env=inherited | {"ENV_FILE": os.devnull} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_every_check() -> None:
    result = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **COMPLETE)

    assert result.returncode == 0, result.stderr


def test_production_names_all_that_is_missing() -> None:
    result = run("-c", "import django; django.setup()", **NOTHING)

    assert result.returncode != 0
    for name in COMPLETE.keys() - NOTHING.keys():
        assert f"{name}: Environment variable not set." in result.stderr


def test_production_takes_empty_for_missing() -> None:
    result = run("-c", "import django; django.setup()", **dict.fromkeys(COMPLETE, "") | NOTHING)

    assert result.returncode != 0
    for name in COMPLETE.keys() - NOTHING.keys():
        assert f"{name}: " in result.stderr


def test_production_logs_json() -> None:
    result = run("-c", LOG, **COMPLETE)

    entry = json.loads(result.stderr)
    assert entry["level"] == "ERROR"
    assert entry["message"] == "lost"


def test_production_collects_static_files(tmp_path: Path) -> None:
    result = run("-c", COLLECT, str(tmp_path), **COMPLETE)

    assert result.returncode == 0, result.stderr
    assert list(tmp_path.glob("app.*.css"))


@pytest.mark.parametrize("name", ["dev", "test"])
def test_other_environments_need_nothing(name: str) -> None:
    result = run("manage.py", "check", DJANGO_SETTINGS_MODULE=f"config.settings.{name}")

    assert result.returncode == 0, result.stderr


def test_gunicorn_accepts_its_configuration() -> None:
    result = run(
        "-W",
        "ignore:No directory",  # static files need not be collected for this
        "-m",
        "gunicorn",
        "--check-config",
        "--config=config/gunicorn.py",
        **COMPLETE,
    )

    assert result.returncode == 0, result.stderr


def test_passwords_are_hashed_with_argon2() -> None:
    code = "from config.settings.base import PASSWORD_HASHERS; print(PASSWORD_HASHERS[0])"

    assert "Argon2PasswordHasher" in run("-c", code).stdout
