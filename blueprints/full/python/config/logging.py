"""Logging to standard error, one line per record, with the request id; as JSON in production."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, override

from apps.core.middleware import request_id

# The attributes of every record; the others come from `extra`.
STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "request_id", "taskName"}


class RequestIdFilter(logging.Filter):
    """Add the request id to every record."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """Format records as JSON objects, one per line."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        }
        entry |= {key: value for key, value in vars(record).items() if key not in STANDARD}
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, default=str)


def logging_config(*, json: bool = False, level: int = logging.INFO) -> dict[str, Any]:
    """Return the LOGGING setting for Django and Gunicorn."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": RequestIdFilter}},
        "formatters": {
            "json": {"()": JsonFormatter},
            "text": {
                "format": "{asctime} {levelname} {name}: {message} [{request_id}]",
                "style": "{",
            },
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["request_id"],
                "formatter": "json" if json else "text",
            },
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # RequestIdMiddleware logs requests; these loggers would repeat it.
            "django.server": {"level": "CRITICAL"},
            "django.request": {"level": "ERROR"},
            "django": {"handlers": [], "level": level},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
        },
    }
