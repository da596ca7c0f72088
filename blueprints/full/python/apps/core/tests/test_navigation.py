import pytest
from django.apps import apps
from django.test import RequestFactory

from apps.core.navigation import check_navigation, links


def test_apps_declare_their_link(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apps.get_app_config("accounts"), "navigation", "profile", raising=False)

    found = {link.url: link for link in links(rf.get("/accounts/profile/"))}

    assert found["/accounts/profile/"].label == "Accounts"
    assert found["/accounts/profile/"].current
    assert check_navigation() == []


def test_missing_url_is_reported_and_breaks_no_page(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = links(rf.get("/"))
    monkeypatch.setattr(apps.get_app_config("accounts"), "navigation", "gone", raising=False)

    assert links(rf.get("/")) == before
    assert [error.id for error in check_navigation()] == ["core.E001"]
