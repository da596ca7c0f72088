"""Error pages."""

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, error_page)


def error_page(error: HTTPException) -> Response:
    """Give the page for any error, with the headers that belong to it, such as Allow.

    An exception that nobody caught is a 500; with debug on, the debugger shows it.
    """
    response = error.get_response()
    if isinstance(error, SecurityError):
        return response  # no page of ours has an address under a host we do not trust
    response.data = render_template("error.html", error=error)
    return response
