"""Trusted proxies in front of the application."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def behind_proxies(app: Flask) -> ProxyFix:
    """Take the client's address and scheme from the trusted proxies.

    Every proxy appends to X-Forwarded-For, so only its last TRUSTED_PROXIES entries are
    reliable. Earlier ones are whatever the client sent.
    """
    count = app.config["TRUSTED_PROXIES"]
    return ProxyFix(app, x_for=count, x_proto=count)
