import json
import logging

from apps.core.middleware import request_id
from config.logging import JsonFormatter, RequestIdFilter


def record(**attributes: object) -> logging.LogRecord:
    return logging.makeLogRecord({"msg": "%s sold", "args": ("cup",), **attributes})


def test_json_has_message_time_and_extra_fields() -> None:
    entry = json.loads(JsonFormatter().format(record(price=3, created=0.0)))

    assert entry["message"] == "cup sold"
    assert entry["time"] == "1970-01-01T00:00:00+00:00"
    assert entry["price"] == 3
    assert "exception" not in entry


def test_json_has_the_exception() -> None:
    error = LookupError("cup")

    entry = json.loads(JsonFormatter().format(record(exc_info=(LookupError, error, None))))

    assert entry["exception"] == "LookupError: cup"


def test_text_has_the_request_id() -> None:
    token = request_id.set("r1")
    line = record()
    RequestIdFilter().filter(line)
    request_id.reset(token)

    assert logging.Formatter("{message} [{request_id}]", style="{").format(line) == "cup sold [r1]"
