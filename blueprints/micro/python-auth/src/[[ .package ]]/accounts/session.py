"""Sessions: Flask-Login keeps the user in Flask's signed session cookie."""

from datetime import timedelta

from flask import Flask, session
from flask_login import LoginManager, login_user, logout_user

from .models import User
from .passwords import user_of_id

login_manager = LoginManager()
login_manager.login_view = "accounts.sign_in"
login_manager.login_message = "Sign in to continue."
login_manager.login_message_category = "warn"
login_manager.user_loader(user_of_id)


def init_app(app: Flask) -> None:
    app.config.setdefault("REMEMBER_COOKIE_DURATION", timedelta(days=30))
    app.config.setdefault("REMEMBER_COOKIE_HTTPONLY", True)
    app.config.setdefault("REMEMBER_COOKIE_SAMESITE", "Lax")
    app.config.setdefault("REMEMBER_COOKIE_SECURE", app.config["SESSION_COOKIE_SECURE"])
    login_manager.init_app(app)


def sign_in(user: User, *, remember: bool = False) -> None:
    """Start a fresh session, so that nothing planted earlier survives."""
    session.clear()
    login_user(user, remember=remember)


def sign_out() -> None:
    logout_user()
    session.clear()
