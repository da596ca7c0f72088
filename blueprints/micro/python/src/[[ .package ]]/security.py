"""Security headers, and protection against cross-site requests."""

from flask import Flask, Response, abort, current_app, request

# Only files from this site, and nothing inline. Add a directive for other content.
CONTENT_SECURITY_POLICY = {
    "default-src": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(
        map(" ".join, CONTENT_SECURITY_POLICY.items())
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000"


def init_app(app: Flask) -> None:
    app.before_request(refuse_cross_site)
    app.after_request(add_headers)


def refuse_cross_site() -> None:
    """Reject state-changing requests from other sites (CSRF).

    Browsers send the origin of a request, so forms need no token. Other clients send
    none, but they hold no cookies that another site could abuse either.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        same = site in {"same-origin", "none"}
    else:  # a browser older than 2023
        same = origin is None or origin.partition("://")[2] == request.host
    if not same:
        abort(403, "This request came from another site.")


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not current_app.debug:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
