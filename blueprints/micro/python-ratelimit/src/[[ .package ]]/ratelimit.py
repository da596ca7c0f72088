"""Rate limits per client, counted in Redis, or in this process's memory.

@limiter.limit("5 per minute") sets a view's own limit, @limiter.exempt removes it.
"""

from flask import Flask
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from .errors import error_page
from .health import bp as health

limiter = Limiter(
    get_remote_address,  # behind proxies: see proxy.py
    default_limits=["300 per minute"],  # per view and client
    headers_enabled=True,
    # While Redis is down, each process keeps its own counts.
    in_memory_fallback_enabled=True,
    strategy="sliding-window-counter",
)


def init_app(app: Flask) -> None:
    url = app.config["REDIS_URL"]
    app.config.setdefault("RATELIMIT_KEY_PREFIX", app.name)
    app.config.setdefault("RATELIMIT_STORAGE_URI", url)
    if url != "memory://":
        app.config.setdefault("RATELIMIT_STORAGE_OPTIONS", {"socket_timeout": 1})
    limiter.init_app(app)
    limiter.exempt(health)
    app.register_error_handler(RateLimitExceeded, too_many)


def too_many(error: RateLimitExceeded) -> Response:
    """Render the error page. Its Retry-After header says how many seconds to wait."""
    error.description = f"The limit is {error.description}. Try again in a moment."
    return error_page(error)
