"""Error reports for Sentry, without personal data."""

from typing import TYPE_CHECKING

import sentry_sdk

from apps.core.middleware import request_id

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint


def add_request_id(event: "Event", _hint: "Hint") -> "Event":
    """Tag a report with the request id, which the log has, too."""
    event.setdefault("tags", {})["request_id"] = request_id.get()
    return event


def start(dsn: str, traces_sample_rate: float) -> None:
    """Report errors to the project of the DSN, if there is one."""
    if dsn:
        sentry_sdk.init(
            dsn,
            traces_sample_rate=traces_sample_rate,
            before_send=add_request_id,
            before_send_transaction=add_request_id,
            data_collection={
                "user_info": False,
                "cookies": {"mode": "off"},
                "http_headers": {"request": {"mode": "off"}},
                "http_bodies": [],
                "url_query_params": {"mode": "off"},
                "database_query_data": False,
                "queues": False,
                "stack_frame_variables": False,
            },
        )
