"""The command that fills a development database."""

import sys
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from apps.core.management.commands import seed
from config.registry import APPS


@pytest.mark.django_db
def test_runs_the_seed_of_every_app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    monkeypatch.setattr(seed, "APPS", ["cups"])
    monkeypatch.setitem(sys.modules, "apps.cups.seed", SimpleNamespace(seed=lambda: 2))
    output = StringIO()

    call_command("seed", stdout=output)

    assert output.getvalue() == "cups: 2 added\n"


@pytest.mark.django_db
def test_adds_nothing_twice(settings: Settings) -> None:
    settings.DEBUG = True
    call_command("seed", stdout=StringIO())
    again = StringIO()

    call_command("seed", stdout=again)

    assert again.getvalue().splitlines() == [f"{name}: 0 added" for name in APPS]


def test_is_refused_in_production() -> None:
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("seed")
