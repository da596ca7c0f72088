"""The cache: in Redis, or in the memory of each process where REDIS_URL is empty."""

from typing import Any

from config.env import env

# A Redis that hangs must not take the site with it.
OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 1, "health_check_interval": 30}


def cache(**options: Any) -> dict[str, Any]:
    """Read REDIS_URL; `default` is the one to use where it is not set."""
    url = env.str("REDIS_URL", **options)
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": url,
        "OPTIONS": OPTIONS,
    }
