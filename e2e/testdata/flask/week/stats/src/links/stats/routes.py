from flask import Blueprint, render_template
from sqlalchemy import func, select

from links.database import db
from links.shortener.models import Link

from .models import Visit

bp = Blueprint("stats", __name__, url_prefix="/stats")

NAVIGATION = {"stats.top": "Most visited"}


@bp.get("/")
def top() -> str:
    query = (
        select(Link.slug, func.count(Visit.id))
        .join(Visit, Visit.link_id == Link.id)
        .group_by(Link.slug)
        .order_by(func.count(Visit.id).desc())
        .limit(10)
    )
    return render_template("stats/top.html", rows=db.session.execute(query).all())
