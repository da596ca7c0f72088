from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from links.accounts.models import User
from links.models import Model, Timestamped


class Link(Timestamped, Model):
    __tablename__ = "shortener_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    target: Mapped[str] = mapped_column(String(2000))

    owner: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.slug
