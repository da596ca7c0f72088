import gzip
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any
from wsgiref.simple_server import make_server

import pytest

from tests.test_settings import COMPLETE, run

pytestmark = pytest.mark.slow

CRASH = """
import django
from unittest.mock import patch
django.setup()
from django.test import Client
with patch("config.api.RootView.initial", side_effect=LookupError("lost")):
    Client(raise_request_exception=False).post(
        "/api/?name=Ada", {"email": "ada@example.com"}, secure=True,
        headers={"host": "example.com", "cookie": "name=ada", "x-request-id": "r1"},
    )
"""


@pytest.fixture
def sentry() -> Iterator[tuple[str, list[str]]]:
    """Start a server in place of Sentry; return its DSN and the reports that it gets."""
    arrived: list[str] = []

    def take(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        arrived.append(gzip.decompress(body).decode())
        start_response("200 OK", [])
        return [b"{}"]

    with make_server("127.0.0.1", 0, take) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://key@127.0.0.1:{server.server_port}/1", arrived
        server.shutdown()
        thread.join()


def test_reports_have_no_personal_data(
    sentry: tuple[str, list[str]],
) -> None:
    dsn, arrived = sentry

    # Static files are not collected here.
    result = run("-W", "ignore:No directory", "-c", CRASH, **COMPLETE, SENTRY_DSN=dsn)

    assert result.returncode == 0, result.stderr
    assert '"value":"lost"' in arrived[0]
    assert '"request_id":"r1"' in arrived[0]
    assert "ada" not in arrived[0].lower()


def test_nothing_is_reported_without_a_dsn() -> None:
    code = "import django, sentry_sdk; django.setup(); print(sentry_sdk.is_initialized())"

    assert run("-c", code, **COMPLETE).stdout.strip() == "False"
