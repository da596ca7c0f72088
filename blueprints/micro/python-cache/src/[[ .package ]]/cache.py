"""The cache: in Redis, or in the memory of this process where REDIS_URL is memory://.

@cache.cached(timeout=60) keeps what a view gives, @cache.memoize() what a function
gives for its arguments.
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
        # A Redis that hangs must not take the pages with it: they are made anew.
        app.config.setdefault("CACHE_OPTIONS", {"socket_timeout": 1})
    cache.init_app(app)
