from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from links.models import Model, Timestamped
from links.shortener.models import Link


class Visit(Timestamped, Model):
    __tablename__ = "stats_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey(Link.id, ondelete="CASCADE"))
    referrer: Mapped[str] = mapped_column(String(2000), default="")

    link: Mapped[Link] = relationship(foreign_keys=link_id)
