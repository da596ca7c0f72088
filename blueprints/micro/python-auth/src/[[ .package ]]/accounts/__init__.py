"""Accounts: sign-up, sign-in and passwords."""

from . import commands
from .routes import bp
from .session import init_app

__all__ = ["bp", "commands", "init_app"]
