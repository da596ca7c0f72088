from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from links.accounts.models import User
from links.models import Model, Timestamped

if TYPE_CHECKING:
    from links.stats.models import Visit


class Link(Timestamped, Model):
    __tablename__ = "shortener_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    target: Mapped[str] = mapped_column(String(2000))
    last_visit_id: Mapped[int | None] = mapped_column(
        ForeignKey("stats_visit.id", ondelete="SET NULL", use_alter=True)
    )

    owner: Mapped[User] = relationship()
    last_visit: Mapped["Visit | None"] = relationship(
        foreign_keys=last_visit_id, post_update=True
    )

    def __str__(self) -> str:
        return self.slug
