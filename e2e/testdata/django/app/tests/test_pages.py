"""The pages: who sees what, and who may write."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.APP.models import Item
from apps.APP.tests.factories import ItemFactory
from conftest import MakeUser

LIST = reverse("APP:list")
CREATE = reverse("APP:create")

pytestmark = pytest.mark.django_db


def test_empty_list_says_so(client: Client) -> None:
    assert "Nothing here yet" in client.get(LIST).content.decode()


def test_empty_list_tells_editors_what_to_do(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user("APP.add_item"))

    assert f'href="{CREATE}"' in client.get(LIST).content.decode()


def test_everybody_sees_what_is_published(client: Client) -> None:
    published = ItemFactory.create()
    draft = ItemFactory.create(published_at=None)
    to_come = ItemFactory.create(published_at=timezone.now() + timedelta(days=1))

    assert list(client.get(LIST).context["item_list"]) == [published]
    assert client.get(published.get_absolute_url()).status_code == HTTPStatus.OK
    for hidden in (draft, to_come):
        assert client.get(hidden.get_absolute_url()).status_code == HTTPStatus.NOT_FOUND


def test_editors_see_drafts_first(client: Client, make_user: MakeUser) -> None:
    published = ItemFactory.create()
    to_come = ItemFactory.create(published_at=timezone.now() + timedelta(days=1))
    draft = ItemFactory.create(published_at=None)
    client.force_login(make_user("APP.change_item"))

    assert list(client.get(LIST).context["item_list"]) == [draft, to_come, published]
    assert "Draft" in client.get(draft.get_absolute_url()).content.decode()


def test_long_list_has_pages(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ItemFactory.create_batch(13)

    with django_assert_max_num_queries(3):
        first = client.get(LIST)

    assert len(first.context["item_list"]) == 12
    assert 'rel="next"' in first.content.decode()
    assert 'rel="prev"' in client.get(LIST, {"page": 2}).content.decode()


@pytest.mark.parametrize("text", ["TEA", "hot", "leaf"])
def test_search(client: Client, text: str) -> None:
    tea = ItemFactory.create(title="Tea", summary="Something hot", body="Leaf by leaf.")
    ItemFactory.create()

    assert list(client.get(LIST, {"q": text}).context["item_list"]) == [tea]


def test_search_that_finds_nothing_says_so(client: Client) -> None:
    ItemFactory.create()

    assert "Nothing found" in client.get(LIST, {"q": "tea"}).content.decode()


def test_search_for_what_cannot_be_is_ignored(client: Client) -> None:
    ItemFactory.create()

    assert len(client.get(LIST, {"q": "\0"}).context["item_list"]) == 1


@pytest.mark.parametrize("action", ["create", "update", "delete"])
def test_writing_needs_permission(client: Client, make_user: MakeUser, action: str) -> None:
    item = ItemFactory.create()
    args = [] if action == "create" else [item.pk]
    address = reverse(f"APP:{action}", args=args)

    sign_in = resolve_url(settings.LOGIN_URL)
    assert client.get(address).headers["Location"] == f"{sign_in}?next={address}"

    client.force_login(make_user())
    assert client.post(address).status_code == HTTPStatus.FORBIDDEN
    assert Item.objects.count() == 1


def test_create(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user("APP.add_item"))
    assert client.get(CREATE).status_code == HTTPStatus.OK

    page = client.post(CREATE, {"title": "New", "published_at": "2020-01-01T10:30"}, follow=True)

    assert "New was added." in page.content.decode()
    assert str(Item.objects.get().published_at) == "2020-01-01 10:30:00+00:00"


def test_those_who_add_see_their_draft(client: Client, make_user: MakeUser) -> None:
    client.force_login(make_user("APP.add_item"))

    page = client.post(CREATE, {"title": "New"}, follow=True)

    assert page.status_code == HTTPStatus.OK
    assert "Draft" in page.content.decode()


def test_update(client: Client, make_user: MakeUser) -> None:
    item = ItemFactory.create()
    client.force_login(make_user("APP.change_item"))
    address = reverse("APP:update", args=[item.pk])
    assert 'value="2020-01-01T00:00"' in client.get(address).content.decode()

    client.post(address, {"title": "Changed"})

    item.refresh_from_db()
    assert str(item) == "Changed"
    assert not item.is_published


def test_delete(client: Client, make_user: MakeUser) -> None:
    item = ItemFactory.create()
    client.force_login(make_user("APP.delete_item"))
    address = reverse("APP:delete", args=[item.pk])
    assert item.title in client.get(address).content.decode()

    assert client.post(address).headers["Location"] == LIST
    assert not Item.objects.exists()


def test_admin(admin_client: Client) -> None:
    item = ItemFactory.create()
    changelist = reverse("admin:APP_item_changelist")
    change = reverse("admin:APP_item_change", args=[item.pk])

    assert f'href="{change}' in admin_client.get(changelist, {"q": item.title}).content.decode()
    assert admin_client.get(change).status_code == HTTPStatus.OK
