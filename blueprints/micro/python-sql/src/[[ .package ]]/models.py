"""The base of all models."""

from datetime import UTC, datetime
from typing import ClassVar

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """An aware datetime, even if the database stores no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        del dialect
        return value and value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        del dialect
        return value and value.replace(tzinfo=UTC)


class Model(DeclarativeBase):
    """The base class of every model."""

    # Migrations can only drop a constraint that has a name.
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar = {datetime: UTCDateTime}


def now() -> datetime:
    return datetime.now(UTC)


class Timestamped:
    """Mix into a model to record when a row was created and last changed."""

    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=1)
    updated_at: Mapped[datetime] = mapped_column(
        default=now, onupdate=now, sort_order=1
    )
