"""Logging: one line of JSON per event, with the ID of the request it belongs to.

gunicorn.conf.py turns this on. The development server keeps its readable log.
"""

import json
import logging
import re
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, has_request_context, request

logger = logging.getLogger(__name__)


class JSONFormatter(logging.Formatter):
    """Format records as JSON. Add fields with logger.info(…, extra={"fields": {…}})."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            event["request_id"] = g.get("request_id")
        event |= getattr(record, "fields", {})
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        return json.dumps(event, default=str)


CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": JSONFormatter}},
    "handlers": {
        "stdout": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stdout",
            "formatter": "json",
        }
    },
    "root": {"level": "INFO", "handlers": ["stdout"]},
}


def init_app(app: Flask) -> None:
    app.before_request(start)
    app.after_request(finish)


def start() -> None:
    """Take the request's ID from the proxy, or generate one."""
    g.started = time.perf_counter()
    given = request.headers.get("X-Request-ID", "")
    g.request_id = (
        given if re.fullmatch(r"[\w.-]{1,64}", given, re.ASCII) else uuid.uuid4().hex
    )


def finish(response: Response) -> Response:
    fields = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "milliseconds": round((time.perf_counter() - g.started) * 1000, 1),
    }
    logger.info("%(method)s %(path)s %(status)s", fields, extra={"fields": fields})
    response.headers["X-Request-ID"] = g.request_id
    return response
