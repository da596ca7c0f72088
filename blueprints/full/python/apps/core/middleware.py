import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from http import HTTPStatus
from time import perf_counter

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
# Load balancers poll these every few seconds.
QUIET = ("/livez", "/readyz")

request_id: ContextVar[str] = ContextVar("request_id", default="-")
logger = logging.getLogger("request")


class RequestIdMiddleware:
    """Give each request an id, and log the response.

    The id of a proxy is kept, so that its log and this one can be matched.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(HEADER, "")
        token = request_id.set(given if WELL_FORMED.fullmatch(given) else str(uuid.uuid4()))
        started = perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = request_id.get()
            if request.path not in QUIET or response.status_code >= HTTPStatus.BAD_REQUEST:
                logger.info(
                    "%s %s %s",
                    request.method,
                    request.path,
                    response.status_code,
                    extra={
                        "method": request.method,
                        "path": request.path,
                        "status": response.status_code,
                        "milliseconds": round((perf_counter() - started) * 1000),
                    },
                )
        finally:
            request_id.reset(token)
        return response
