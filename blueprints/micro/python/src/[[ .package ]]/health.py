"""Health, for whatever runs the server: /livez (alive?) and /readyz (can it serve?)."""

from flask import Blueprint

bp = Blueprint("health", __name__)


@bp.get("/livez")
def livez() -> dict[str, str]:
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> dict[str, str]:
    """Nothing else is needed to answer, so a running process is ready."""
    return {"status": "ok"}
