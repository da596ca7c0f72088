import pytest

from tests.test_settings import COMPLETE, run

pytestmark = pytest.mark.slow

KEYS = {"AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "x1"}
SHOW = """
import django; django.setup()
from django.conf import settings
from django.core.files.storage import default_storage
print(default_storage.url("cup.png"), *settings.SECURE_CSP["img-src"])
"""


@pytest.mark.parametrize(
    ("style", "origin"),
    [("virtual", "https://media.s3.example.com"), ("path", "https://s3.example.com")],
)
def test_urls_are_signed_and_allowed_by_the_policy(style: str, origin: str) -> None:
    result = run("-c", SHOW, **COMPLETE, **KEYS, AWS_S3_ADDRESSING_STYLE=style)

    assert result.returncode == 0, result.stderr
    address, *sources = result.stdout.split()
    assert address.startswith(f"{origin}/")
    assert "X-Amz-Signature=" in address
    assert "X-Amz-Expires=600" in address
    assert sources == ["'self'", origin]
