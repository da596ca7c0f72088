"""Accounts: who somebody is, and how they prove it."""

from . import commands
from .routes import bp
from .session import init_app

__all__ = ["bp", "commands", "init_app"]
