"""Accounts: sign-up, sign-in and passwords."""

from . import commands
from .session import init_app

__all__ = ["commands", "init_app"]
