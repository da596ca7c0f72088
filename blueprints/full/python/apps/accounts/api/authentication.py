from typing import override

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from apps.accounts.models import ApiToken, User


class TokenAuthentication(BaseAuthentication):
    """Authenticate requests with `Authorization: Bearer TOKEN`."""

    @override
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        tokens = ApiToken.objects.select_related("user")
        token = tokens.filter(digest=ApiToken.digest_of(key), user__is_active=True).first()
        if token is None:
            raise AuthenticationFailed
        return token.user, token


class TokenScheme(OpenApiAuthenticationExtension):
    """Describe TokenAuthentication in the OpenAPI schema."""

    target_class = TokenAuthentication
    name = "tokenAuth"

    @override
    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}
