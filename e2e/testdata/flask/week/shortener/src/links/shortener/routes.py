from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from links.access import check_owner, sign_in_required
from links.database import db

from .forms import LinkForm
from .models import Link

bp = Blueprint("shortener", __name__, url_prefix="/shortener")

NAVIGATION = {"shortener.mine": "Links"}


@bp.get("/")
@sign_in_required
def mine() -> str:
    query = select(Link).filter_by(owner=current_user).order_by(Link.slug)
    links = db.session.scalars(query).all()
    return render_template("shortener/links.html", links=links)


@bp.route("/new", methods=["GET", "POST"])
@sign_in_required
def create() -> ResponseReturnValue:
    form = LinkForm(request.form)
    if request.method == "POST" and form.validate():
        link = Link(owner=current_user)
        form.populate_obj(link)
        db.session.add(link)
        db.session.commit()
        return redirect(url_for(".mine"))
    return render_template("shortener/form.html", form=form, item=None)


@bp.post("/<int:link_id>/delete")
@sign_in_required
def delete(link_id: int) -> ResponseReturnValue:
    link = db.get_or_abort(Link, link_id)
    check_owner(link.owner_id)
    db.session.delete(link)
    db.session.commit()
    return redirect(url_for(".mine"))


@bp.get("/to/<slug>")
def follow(slug: str) -> ResponseReturnValue:
    link = db.session.scalar(select(Link).filter_by(slug=slug))
    if link is None:
        abort(404)
    return redirect(link.target)
