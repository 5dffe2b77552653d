"""A store on PostgreSQL with the logins of its people, who are no superusers."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.postgres import Server


@dataclass
class Office:
    """A store that an administrator who is no superuser made, and the logins of its people."""

    server: Server
    schema: str
    closing: ExitStack = field(default_factory=ExitStack)

    def login(self, who: str, role: str) -> str:
        """A new login that is a member of one of the store's roles; its name."""
        name = f"{self.schema}_{who}"
        with self.server.administrator() as connection:
            connection.execute(f"CREATE ROLE {name} LOGIN IN ROLE {self.schema}_{role}")
        return name

    def url(self, login: str) -> str:
        return self.server.url(self.schema, user=login)

    def raw(self, login: str) -> psycopg.Connection[Any]:
        """A connection of this login with no program of ours in between."""
        conninfo = f"postgresql://{login}@/postgres?host={self.server.folder}"
        connection = psycopg.connect(conninfo, options=f"-c search_path={self.schema}", autocommit=True)
        self.closing.callback(connection.close)
        return connection


def administrator_of(server: Server, schema: str, *rights: str) -> str:
    name = f"{schema}_admin"
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN {' '.join(rights)}")
    server.let_make_schemas(name)
    return name
