"""The environment: what the settings read, checked all at once.

A value comes from the process's environment, else from the file `.env` beside `manage.py`
(or the one that ENV_FILE names).
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

BASE_DIR = Path(__file__).resolve().parent.parent
SQLITE_URL = f"sqlite:///{quote(str(BASE_DIR / 'db.sqlite3'))}"
# Readers do not wait for the writer, and writers wait for each other.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
}

env = Env(eager=False)
env.read_env(Env().path("ENV_FILE", BASE_DIR / ".env"), recurse=False)


def database(**options: str) -> dict[str, Any]:
    """Read DATABASE_URL; `default` is the one to use where it is not set."""
    found: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL", **options) or {})
    return found | {"OPTIONS": SQLITE_OPTIONS | found.get("OPTIONS", {})}


def check_env() -> None:
    """Raise one error that lists every variable that is missing or invalid."""
    try:
        env.seal()
    except EnvValidationError as error:
        problems = cast("Mapping[str, list[str]]", error.error_messages)
        lines = [f"  {name}: {' '.join(messages)}" for name, messages in problems.items()]
        message = "\n".join(["environment variables, see .env.example:", *lines])
        raise ImproperlyConfigured(message) from None
