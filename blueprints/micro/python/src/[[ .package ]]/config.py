"""Settings: the defaults below, and the environment over them.

FLASK_NAME in the environment is the setting NAME. What looks like JSON is read as JSON.
"""

import secrets
from collections.abc import Mapping

from flask import Flask


def load(app: Flask, settings: Mapping[str, object]) -> None:
    app.config.from_mapping(
        MAX_CONTENT_LENGTH=1024 * 1024,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not app.debug,
    )
    app.config.from_prefixed_env()
    app.config.from_mapping(settings)
    app.config["SECRET_KEY"] = str(app.config["SECRET_KEY"] or _development_key(app))


def _development_key(app: Flask) -> str:
    """Give a key that lasts until the next restart: development needs no set-up."""
    if not app.debug:
        raise RuntimeError(
            "SECRET_KEY is not set: see FLASK_SECRET_KEY in .env.example"
        )
    return secrets.token_urlsafe()
