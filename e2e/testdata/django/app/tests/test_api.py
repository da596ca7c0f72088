"""The API: who reads and who writes."""

from http import HTTPStatus

import pytest
from rest_framework.test import APIClient

from apps.APP.models import Item
from apps.APP.tests.factories import ItemFactory
from conftest import MakeUser

ITEMS = "/api/APP/items/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def test_everybody_reads_what_is_published(api: APIClient) -> None:
    item = ItemFactory.create()
    draft = ItemFactory.create(published_at=None)

    assert [found["id"] for found in api.get(ITEMS).json()["results"]] == [item.pk]
    assert api.get(f"{ITEMS}{item.pk}/").json()["title"] == item.title
    assert api.get(f"{ITEMS}{draft.pk}/").status_code == HTTPStatus.NOT_FOUND


def test_search_and_order(api: APIClient) -> None:
    for title in ("tea cup", "coffee", "cup"):
        ItemFactory.create(title=title)

    found = api.get(ITEMS, {"search": "cup", "ordering": "title"}).json()["results"]

    assert [item["title"] for item in found] == ["cup", "tea cup"]


def test_empty_page_number_is_not_found(api: APIClient) -> None:
    assert api.get(ITEMS, {"page": 1}).status_code == HTTPStatus.OK
    assert api.get(ITEMS, {"page": ""}).status_code == HTTPStatus.NOT_FOUND


def test_writing_needs_permission(api: APIClient, make_user: MakeUser) -> None:
    assert api.post(ITEMS, {"title": "New"}).status_code == HTTPStatus.FORBIDDEN

    api.force_authenticate(make_user())
    assert api.post(ITEMS, {"title": "New"}).status_code == HTTPStatus.FORBIDDEN
    assert not Item.objects.exists()


def test_editors_create_change_and_delete(api: APIClient, make_user: MakeUser) -> None:
    may = [f"APP.{do}_item" for do in ("add", "change", "delete")]
    api.force_authenticate(make_user(*may))

    created = api.post(ITEMS, {"title": "New"})
    assert created.status_code == HTTPStatus.CREATED
    address = f"{ITEMS}{created.json()['id']}/"

    assert api.patch(address, {"title": "Changed"}).json()["title"] == "Changed"
    assert api.put(address, {}).json() == {"title": ["This field is required."]}
    assert api.delete(address).status_code == HTTPStatus.NO_CONTENT
    assert not Item.objects.exists()
