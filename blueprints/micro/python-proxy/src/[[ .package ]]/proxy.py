"""The proxies in front of the application, and whose word to take on the client."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def behind_proxies(app: Flask) -> ProxyFix:
    """Give requests the client's address and scheme, as our own proxies name them.

    Every proxy appends to X-Forwarded-For, so the last TRUSTED_PROXIES entries are
    true. Those before them are whatever the client wrote there.
    """
    count = app.config["TRUSTED_PROXIES"]
    return ProxyFix(app, x_for=count, x_proto=count)
