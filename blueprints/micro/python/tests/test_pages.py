import re

import pytest
from flask.testing import FlaskClient


def test_home(client: FlaskClient) -> None:
    response = client.get("/")

    assert response.status_code == 200
    assert "<h1>" in response.text


def test_everything_a_page_names_is_there(client: FlaskClient) -> None:
    paths = re.findall(r'(?:href|src)="(/[^"]*)"', client.get("/").text)

    assert "/static/app.css" in paths
    for path in paths:
        with client.get(path) as response:
            assert response.status_code < 400, path


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_health(client: FlaskClient, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 200
    assert response.json == {"status": "ok"}
