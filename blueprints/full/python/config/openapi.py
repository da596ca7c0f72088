"""Postprocessing of the OpenAPI schema: adds errors, and the patterns that text must match."""

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

ERROR = {
    "type": "object",
    "properties": {"detail": {"type": "string"}},
    "required": ["detail"],
}
INVALID = {"description": "Error messages by field, or a list of those that concern no field."}

SPECIFIC = {"enum", "format", "pattern"}
NO_NUL = r"^[^\u0000]*$"
NOT_BLANK = r"^[^\u0000]*[^\s\u0000][^\u0000]*$"


def document_errors(result: Schema, **_context: object) -> Schema:
    """Document the error responses of every operation."""
    result["components"]["schemas"] |= {"Error": ERROR, "Invalid": INVALID}
    for operation in _operations(result):
        for status, (description, schema) in _errors(operation).items():
            reference = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
            response = {"description": description, "content": {"application/json": reference}}
            operation["responses"].setdefault(status, response)
    return result


def document_text(result: Schema, **_context: object) -> Schema:
    """Document that text must not contain NUL, and where it must not be blank."""
    texts = list(_searches(result))
    for name, schema in result["components"]["schemas"].items():
        if name.endswith("Request"):
            texts += schema.get("properties", {}).values()
    for text in texts:
        if text.get("type") == "string" and text.keys().isdisjoint(SPECIFIC):
            text["pattern"] = NOT_BLANK if text.get("minLength") else NO_NUL
    return result


def _operations(result: Schema) -> Iterator[Schema]:
    for path in result["paths"].values():
        yield from path.values()


def _searches(result: Schema) -> Iterator[Schema]:
    for operation in _operations(result):
        for parameter in operation.get("parameters", ()):
            if parameter["name"] == "search":
                yield parameter["schema"]


def _errors(operation: Schema) -> dict[str, tuple[str, str]]:
    places = {parameter["in"] for parameter in operation.get("parameters", ())}
    found = {
        "403": ("Permission denied", "Error"),
        "406": ("Not available in the requested format", "Error"),
        "429": ("Too many requests", "Error"),
    }
    if places:
        found["404"] = ("Not found", "Error")
    if "query" in places or "requestBody" in operation:
        found["400"] = ("Validation error", "Invalid")
    if "requestBody" in operation:
        found["415"] = ("Unsupported media type", "Error")
    return found
