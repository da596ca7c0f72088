import sys
from io import StringIO
from types import ModuleType, SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from apps.core.management.commands import seed


@pytest.mark.django_db
def test_seed_runs_the_apps_that_have_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    module = SimpleNamespace(seed=lambda: 2)
    monkeypatch.setattr(seed, "APPS", ["cups", "core"])
    monkeypatch.setattr(seed, "module_has_submodule", lambda app, _: app.__name__ == "apps.cups")
    monkeypatch.setitem(sys.modules, "apps.cups", ModuleType("apps.cups"))
    monkeypatch.setitem(sys.modules, "apps.cups.seed", module)
    output = StringIO()

    call_command("seed", stdout=output)

    assert output.getvalue() == "cups: 2 added\n"


@pytest.mark.django_db
def test_seed_twice(settings: Settings) -> None:
    settings.DEBUG = True

    call_command("seed", stdout=StringIO())
    call_command("seed", stdout=StringIO())


def test_seed_is_rejected_in_production() -> None:
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("seed")
