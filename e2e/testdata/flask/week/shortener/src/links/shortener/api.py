"""The API at /api/shortener/."""

from collections.abc import Sequence

from apiflask import APIBlueprint, Schema
from apiflask.fields import URL, String
from apiflask.validators import Length, Regexp
from flask_login import current_user
from sqlalchemy import select

from links.access import sign_in_required
from links.database import db

from .models import Link

bp = APIBlueprint(
    "shortener_api", __name__, url_prefix="/api/shortener", tag="Shortener"
)


class ShortLink(Schema):
    slug = String(required=True, validate=[Length(max=40), Regexp(r"^[a-z0-9-]+$")])
    target = URL(required=True, validate=Length(max=2000))


@bp.get("/links")
@bp.doc(responses=[401])
@sign_in_required
@bp.output(ShortLink(many=True))
def list_links() -> Sequence[Link]:
    """List your links."""
    query = select(Link).filter_by(owner=current_user).order_by(Link.slug)
    return db.session.scalars(query).all()


@bp.post("/links")
@bp.doc(responses=[401])
@sign_in_required
@bp.input(ShortLink)
@bp.output(ShortLink, status_code=201)
def add_link(json_data: dict[str, str]) -> Link:
    """Add a link."""
    link = Link(owner=current_user, **json_data)
    db.session.add(link)
    db.session.commit()
    return link
