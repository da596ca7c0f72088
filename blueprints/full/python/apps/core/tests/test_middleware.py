import logging

import pytest
from django.test import Client

from apps.core.middleware import request_id


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2_3", True), ("", False), ("a b", False)])
def test_well_formed_id_is_kept(client: Client, given: str, *, kept: bool) -> None:
    answered = client.get("/livez", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert (answered == given) is kept


def test_each_request_has_its_own_id(client: Client) -> None:
    ids = {client.get("/livez").headers["X-Request-ID"] for _ in range(3)}

    assert len(ids) == 3
    assert request_id.get() == "-"


def test_requests_are_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="request"):
        client.get("/nope")
        client.get("/livez")  # health checks are not

    assert [record.getMessage() for record in caplog.records] == ["GET /nope 404"]
