"""The cache: in Redis, or in this process's memory if REDIS_URL is memory://.

@cache.cached(timeout=60) caches a view's response, @cache.memoize() a function's
result for its arguments.
"""

from flask import Flask
from flask_caching import Cache

cache = Cache()


def init_app(app: Flask) -> None:
    url = app.config["REDIS_URL"]
    app.config.setdefault("CACHE_KEY_PREFIX", f"{app.name}:cache:")
    if url == "memory://":
        app.config.setdefault("CACHE_TYPE", "SimpleCache")
    else:
        app.config.setdefault("CACHE_TYPE", "RedisCache")
        app.config.setdefault("CACHE_REDIS_URL", url)
        # If Redis hangs, pages are rendered without the cache.
        app.config.setdefault("CACHE_OPTIONS", {"socket_timeout": 1})
    cache.init_app(app)
