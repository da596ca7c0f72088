"""Uploads in production: in a bucket of S3 or a compatible service."""

from typing import Any
from urllib.parse import urlsplit

from environs import validate

from config.env import env


def bucket(**options: Any) -> dict[str, Any]:
    """Read the bucket from the environment. boto3 reads its own variables, such as AWS_ACCESS_KEY_ID."""
    style = validate.OneOf(["path", "virtual"])
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("AWS_STORAGE_BUCKET_NAME", **options),
            "endpoint_url": env.str("AWS_ENDPOINT_URL_S3", **options),
            "addressing_style": env.str("AWS_S3_ADDRESSING_STYLE", "virtual", validate=style),
            "signature_version": "s3v4",
            # Files are private: their URLs are signed and expire after this many seconds.
            "querystring_expire": 600,
            "file_overwrite": False,
        },
    }


def origin(storage: dict[str, Any]) -> str:
    """Return the origin from which browsers load the files."""
    options = storage["OPTIONS"]
    endpoint = urlsplit(f"{options['endpoint_url']}")
    host = endpoint.netloc
    if options["addressing_style"] != "path":
        host = f"{options['bucket_name']}.{host}"
    return f"{endpoint.scheme}://{host}"
