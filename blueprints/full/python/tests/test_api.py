from types import ModuleType, SimpleNamespace

import pytest
from rest_framework.routers import SimpleRouter

from config import api


def test_apps_may_have_a_router_or_url_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    router = SimpleRouter()
    modules = {
        "apps.routed.api.urls": SimpleNamespace(router=router),
        "apps.listed.api.urls": SimpleNamespace(urlpatterns=[]),
    }
    monkeypatch.setattr(api, "import_module", lambda name: modules.get(name, ModuleType(name)))
    monkeypatch.setattr(
        api, "module_has_submodule", lambda app, name: f"{app.__name__}.{name}" in modules
    )

    urls = api.urls_of(["routed", "listed", "bare"])

    assert [str(url.pattern) for url in urls] == ["listed/"]
