from flask import Flask
from flask.testing import FlaskClient

from links.accounts.models import User
from links.database import db
from links.shortener.models import Link
from links.stats.models import Visit


def test_the_most_visited(app: Flask, client: FlaskClient) -> None:
    owner = User(email="ada@example.com", password_hash="")
    tea = Link(owner=owner, slug="tea", target="https://example.com/tea")
    with app.app_context():
        db.session.add_all([Visit(link=tea), Visit(link=tea)])
        db.session.commit()

    assert "<li>tea: 2</li>" in client.get("/stats/").text
