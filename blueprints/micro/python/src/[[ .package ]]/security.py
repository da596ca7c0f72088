"""What a browser is told, and what it may not be made to do."""

from flask import Flask, Response, abort, current_app, request

# Files of this site only, and nothing inline. A new kind of content needs an entry.
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
    """Refuse a change that another site makes a browser ask for (CSRF).

    Browsers say where a request comes from, so that forms need no token. Programs say
    nothing, and carry no cookies that another site could misuse.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        same = site in {"same-origin", "none"}
    else:  # a browser from before 2023
        same = origin is None or origin.partition("://")[2] == request.host
    if not same:
        abort(403, "This request came from another site.")


def add_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not current_app.debug:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    return response
