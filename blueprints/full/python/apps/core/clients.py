from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Return the address of the client, as seen by the outermost of TRUSTED_PROXY_COUNT proxies."""
    addresses: list[str] = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count: int = settings.TRUSTED_PROXY_COUNT
    if 0 < count <= len(addresses):
        return addresses[-count].strip()
    return str(request.META["REMOTE_ADDR"])
