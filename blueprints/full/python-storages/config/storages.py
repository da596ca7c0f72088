"""Media: what people upload. Production keeps it in a bucket of S3, or what speaks its language."""

from typing import Any
from urllib.parse import urlsplit

from environs import validate

from config.env import env


def bucket(**options: Any) -> dict[str, Any]:
    """Read which bucket it is; boto3 itself reads AWS_ACCESS_KEY_ID and the like."""
    style = validate.OneOf(["path", "virtual"])
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": env.str("AWS_STORAGE_BUCKET_NAME", **options),
            "endpoint_url": env.str("AWS_ENDPOINT_URL_S3", **options),
            "addressing_style": env.str("AWS_S3_ADDRESSING_STYLE", "virtual", validate=style),
            "signature_version": "s3v4",
            # Nobody reads without a signed address, which is good for this long, in seconds.
            "querystring_expire": 600,
            "file_overwrite": False,
        },
    }


def origin(storage: dict[str, Any]) -> str:
    """Tell from where browsers get what is in the bucket."""
    options = storage["OPTIONS"]
    endpoint = urlsplit(f"{options['endpoint_url']}")
    host = endpoint.netloc
    if options["addressing_style"] != "path":
        host = f"{options['bucket_name']}.{host}"
    return f"{endpoint.scheme}://{host}"
