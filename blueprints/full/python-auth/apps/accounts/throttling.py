"""Slows down password guessing."""

import hashlib
from contextlib import suppress

from django.core.cache import cache
from django.http import HttpRequest

from apps.core.clients import client_ip

# Failed attempts within PERIOD seconds: from one address for one account, and for any account.
ACCOUNT_LIMIT = 5
ADDRESS_LIMIT = 50
PERIOD = 300


class SignInThrottle:
    def __init__(self, request: HttpRequest | None, username: str) -> None:
        address = client_ip(request) if request else ""
        self.limits = {
            self._key(address, username.strip().lower()): ACCOUNT_LIMIT,
            self._key(address): ADDRESS_LIMIT,
        }

    def is_active(self) -> bool:
        return any(cache.get(key, 0) >= limit for key, limit in self.limits.items())

    def add_failure(self) -> None:
        for key in self.limits:
            if not cache.add(key, 1, PERIOD):
                with suppress(ValueError):  # the key expired just now
                    cache.incr(key)

    def _key(self, *parts: str) -> str:
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        return f"sign-in:{digest}"
