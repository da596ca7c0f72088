"""How often a client may ask: counted in Redis, or in the memory of this process.

@limiter.limit("5 per minute") gives a view a limit of its own, @limiter.exempt none.
"""

from flask import Flask
from flask_limiter import Limiter, RateLimitExceeded
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from .errors import error_page
from .health import bp as health

limiter = Limiter(
    get_remote_address,  # behind proxies: see proxy.py
    default_limits=["300 per minute"],  # of each view, for each client
    headers_enabled=True,
    # Without Redis each process counts for itself, until Redis is back.
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
    """Give the error page. Its header Retry-After says how many seconds to wait."""
    error.description = f"At most {error.description}: wait a little, then try again."
    return error_page(error)
