"""What SQLite needs to serve many requests at once, and to keep its foreign keys."""

from typing import Any, override

import flask_alembic
from flask import has_request_context, request
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

PRAGMAS = (
    "busy_timeout = 5000",  # milliseconds to wait for another writer
    "foreign_keys = ON",
    "journal_mode = WAL",  # nobody waits to read
    "synchronous = NORMAL",
)


class Alembic(flask_alembic.Alembic):
    """Makes a table anew without deleting the rows that refer to it."""

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
    connection.isolation_level = None  # transactions begin where _begin says so
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Let a request that writes wait for its turn before it reads.

    Else what it has read may be old when it writes, which SQLite refuses at once.
    """
    writes = has_request_context() and request.method not in {"GET", "HEAD", "OPTIONS"}
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
