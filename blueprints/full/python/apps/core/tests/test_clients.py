import pytest
from django.test import RequestFactory
from pytest_django import Settings

from apps.core.clients import client_ip


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.1", "127.0.0.1"),
        (1, "203.0.113.1, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.1, 198.51.100.1", "203.0.113.1"),
        (3, "203.0.113.1", "127.0.0.1"),
    ],
)
def test_client_ip(
    rf: RequestFactory, settings: Settings, proxies: int, forwarded: str, expected: str
) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies

    assert client_ip(rf.get("/", headers={"X-Forwarded-For": forwarded})) == expected
