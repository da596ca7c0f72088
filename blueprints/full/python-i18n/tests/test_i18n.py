from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import reverse

from config.env import BASE_DIR

CATALOGS = sorted(
    path
    for folder in ("locale", "apps/*/locale")
    for path in BASE_DIR.glob(f"{folder}/*/LC_MESSAGES/django.po")
)


def translations(catalog: Catalog) -> dict[str, list[str]]:
    """Map each message to its translations; a plural has several."""
    return {
        "|".join([message.id] if isinstance(message.id, str) else message.id): (
            [message.string] if isinstance(message.string, str) else list(message.string or ())
        )
        for message in catalog
        if message.id
    }


@pytest.mark.django_db
def test_language_of_the_browser(client: Client) -> None:
    page = client.get("/", headers={"Accept-Language": "de-AT, en;q=0.5"}).content.decode()

    assert '<html lang="de">' in page
    assert ">Anmelden</a>" in page


@pytest.mark.django_db
def test_language_can_be_changed(client: Client) -> None:
    there = client.post(reverse("set_language"), {"language": "de", "next": "/nope/"}, follow=True)

    assert there.request["PATH_INFO"] == "/nope/"
    assert "Seite nicht gefunden" in there.content.decode()


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_translations_are_complete_and_compiled(path: Path) -> None:
    with path.open("rb") as source, path.with_suffix(".mo").open("rb") as compiled:
        texts, known = translations(read_po(source)), translations(read_mo(compiled))

    assert not [text for text, translated in texts.items() if "" in translated]
    assert known == texts, "run: make messages"
