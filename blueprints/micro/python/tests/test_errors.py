from typing import Never

import pytest
from flask import Flask
from flask.testing import FlaskClient


def test_not_found(client: FlaskClient) -> None:
    response = client.get("/nowhere")

    assert response.status_code == 404
    assert response.mimetype == "text/html"
    assert "<h1>Not Found</h1>" in response.text


def test_method_not_allowed(client: FlaskClient) -> None:
    response = client.post("/")

    assert response.status_code == 405
    assert response.allow == {"GET", "HEAD", "OPTIONS"}
    assert "<h1>Method Not Allowed</h1>" in response.text


def test_crash(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    @app.get("/crash")
    def crash() -> Never:
        raise ValueError("a detail for the log only")

    response = app.test_client().get("/crash")

    assert response.status_code == 500
    assert "<h1>Internal Server Error</h1>" in response.text
    assert response.headers["X-Request-ID"] in response.text
    assert "a detail" not in response.text
    assert "a detail" in caplog.text
