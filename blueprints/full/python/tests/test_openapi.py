import re
from http import HTTPStatus
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from config.openapi import document_errors, document_text


def test_schema_is_valid() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")


@pytest.mark.django_db
def test_schema_documents_errors(client: Client) -> None:
    schema = client.get("/api/schema/", {"format": "json"}).json()
    me = schema["paths"]["/api/accounts/me/"]

    assert set(me["get"]["responses"]) == {"200", "403", "406", "429"}
    assert set(me["patch"]["responses"]) == {"200", "400", "403", "406", "415", "429"}


def test_errors_of_an_operation() -> None:
    responses = {"404": "own"}
    put = {"parameters": [{"in": "path"}], "requestBody": {}, "responses": responses}

    document_errors({"components": {"schemas": {}}, "paths": {"/cups/{id}/": {"put": put}}})

    assert set(responses) == {"400", "403", "404", "406", "415", "429"}
    assert responses["404"] == "own"


def test_patterns_of_text() -> None:
    search: dict[str, Any] = {"type": "string"}
    color: dict[str, Any] = {"type": "string", "minLength": 1}
    kind: dict[str, Any] = {"type": "string", "enum": ["mug"]}
    schemas = {"CupRequest": {"properties": {"color": color, "kind": kind}}}
    order: dict[str, Any] = {"type": "string"}
    get = {
        "parameters": [
            {"in": "query", "name": "search", "schema": search},
            {"in": "query", "name": "ordering", "schema": order},
        ]
    }

    document_text({"components": {"schemas": schemas}, "paths": {"/cups/": {"get": get}}})

    assert re.fullmatch(search["pattern"], "")
    assert not re.fullmatch(search["pattern"], "a\0b")
    assert re.fullmatch(color["pattern"], " red ")
    assert not re.fullmatch(color["pattern"], "  ")
    assert "pattern" not in kind | order


@pytest.mark.django_db
def test_root_lists_endpoints(client: Client) -> None:
    for address in client.get("/api/").json().values():
        assert client.get(address).status_code in {HTTPStatus.OK, HTTPStatus.FORBIDDEN}
