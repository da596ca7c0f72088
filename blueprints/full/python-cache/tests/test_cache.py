from http import HTTPStatus
from unittest.mock import patch

import pytest
from django.contrib.sessions.backends.cached_db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from redis.exceptions import TimeoutError as RedisTimeout

from conftest import MakeUser


@pytest.fixture
def session(client: Client, make_user: MakeUser) -> SessionStore:
    """Sign a user in."""
    client.force_login(make_user())
    session = client.session
    assert isinstance(session, SessionStore)
    return session


def test_sessions_are_read_from_the_cache(client: Client, session: SessionStore) -> None:
    assert cache.get(session.cache_key)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("api:me")).status_code == HTTPStatus.OK

    assert not [query for query in queries if "django_session" in query["sql"]]


@pytest.mark.django_db
def test_not_ready_without_cache(client: Client) -> None:
    with patch("config.health.cache.get", side_effect=RedisTimeout):
        response = client.get("/readyz")

    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE


def test_sessions_outlive_the_cache(client: Client, session: SessionStore) -> None:
    assert Session.objects.filter(pk=session.session_key).exists()
    cache.delete(session.cache_key)

    assert client.get(reverse("api:me")).status_code == HTTPStatus.OK
