"""SQLite settings for concurrent requests and enforced foreign keys."""

from typing import Any, override

import flask_alembic
from flask import has_request_context, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

PRAGMAS = (
    "busy_timeout = 5000",  # milliseconds to wait for another writer
    "foreign_keys = ON",
    "journal_mode = WAL",  # readers never wait
    "synchronous = NORMAL",
)


class Alembic(flask_alembic.Alembic):
    """Recreates a table without deleting the rows that refer to it."""

    @override
    def run_migrations(self, fn: Any, **kwargs: Any) -> None:
        cursor = self.op.get_bind().connection.cursor()
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.close()
        super().run_migrations(fn, **kwargs)


def prepare(engine: Engine) -> None:
    event.listen(engine, "connect", _connect)
    event.listen(engine, "begin", _begin)


def _connect(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # _begin starts transactions
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Make a request that may write take the write lock before it reads.

    Otherwise its reads may be stale when it writes, and SQLite fails at once.
    """
    writes = has_request_context() and request.method not in {"GET", "HEAD", "OPTIONS"}
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
