import pytest
from flask import Flask
from flask.testing import FlaskClient

from links.database import db
from links.shortener.models import Link

NEW = {"slug": "tea", "target": "https://example.com/tea"}


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    return sign_up(client, "ada@example.com")


def sign_up(client: FlaskClient, email: str) -> FlaskClient:
    account = {"email": email, "password": "correct horse battery"}
    client.post("/account/sign-up", data=account)
    return client


def test_a_link(client: FlaskClient) -> None:
    assert "order-1×2" in client.get("/shortener/new").text
    assert 'aria-invalid="true"' in client.post("/shortener/new", data={}).text

    page = client.post("/shortener/new", data=NEW, follow_redirects=True)

    assert "https://example.com/tea" in page.text
    assert client.get("/shortener/to/tea").location == NEW["target"]
    assert client.get("/shortener/to/coffee").status_code == 404


def test_only_its_owner_deletes_a_link(app: Flask, client: FlaskClient) -> None:
    client.post("/shortener/new", data=NEW)
    with app.app_context():
        path = f"/shortener/{db.session.query(Link).one().id}/delete"
    other = sign_up(app.test_client(), "grace@example.com")

    assert other.post(path).status_code == 403
    assert client.post(path).status_code == 302
    assert client.get("/shortener/to/tea").status_code == 404


def test_api(client: FlaskClient) -> None:
    assert client.post("/api/shortener/links", json=NEW).status_code == 201
    assert client.get("/api/shortener/links").json == [NEW]


def test_a_guest_signs_in_first(app: Flask) -> None:
    assert app.test_client().get("/shortener/").status_code == 302
