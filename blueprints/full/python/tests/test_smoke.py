"""The site as a whole."""

from http import HTTPStatus
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from config.asgi import application as asgi
from config.wsgi import application as wsgi


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/accounts/login/", "/admin/login/", "/api/", "/api/docs/", "/livez", "/readyz"]
)
def test_answers_everybody(client: Client, path: str) -> None:
    assert client.get(path).status_code == HTTPStatus.OK


def test_home_shows_where_to_go(client: Client) -> None:
    page = client.get("/").content.decode()

    for name in ("admin:index", "api:docs", "readyz", "login"):
        assert f'href="{reverse(name)}"' in page


def test_not_found(client: Client) -> None:
    response = client.get("/nope/")

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert "<code>/nope/</code>" in response.content.decode()


def test_not_found_is_json_for_the_api(client: Client) -> None:
    response = client.post("/api/nope/")

    assert response.status_code == HTTPStatus.NOT_FOUND
    assert response.json() == {"detail": "Not found."}


def test_failure_is_json_for_the_api(client: Client) -> None:
    client.raise_request_exception = False
    with patch("config.api.RootView.get", side_effect=OperationalError):
        response = client.get("/api/")

    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert response.json() == {"detail": "Something went wrong."}


def test_failure_is_shown_without_a_database(client: Client) -> None:
    client.raise_request_exception = False
    with patch("config.urls.TemplateView.get", side_effect=OperationalError):
        response = client.get("/")

    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Something went wrong" in response.content.decode()


def test_forged_form_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/")

    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "Form expired" in response.content.decode()


@pytest.mark.django_db
def test_not_ready_without_a_database(client: Client) -> None:
    with patch("config.health.connection.cursor", side_effect=OperationalError):
        response = client.get("/readyz")

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.json() == {"status": "unavailable"}


def test_nothing_foreign_may_load(client: Client) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_servers_have_an_application() -> None:
    assert callable(wsgi)
    assert callable(asgi)
