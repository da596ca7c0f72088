"""Logs: a line a record on standard error, with the id of the request; JSON in production."""

import json
import logging
from datetime import UTC, datetime
from typing import Any, override

from apps.core.middleware import request_id

# What every record has; all else was given by `extra`.
STANDARD = {*vars(logging.makeLogRecord({})), "message", "asctime", "request_id", "taskName"}


class RequestIdFilter(logging.Filter):
    """Gives every record the id of the request that it belongs to."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

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
    """Configure logging for Django and Gunicorn, in the form of `logging.config.dictConfig`."""
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
            # RequestIdMiddleware logs every request; these would say it again.
            "django.server": {"level": "CRITICAL"},
            "django.request": {"level": "ERROR"},
            "django": {"handlers": [], "level": level},
            "gunicorn.error": {"handlers": [], "level": level, "propagate": True},
        },
    }
