"""What a URL says: a file on SQLite, or a schema in a database on PostgreSQL. Text only; nothing is opened here.

A PostgreSQL URL is libpq's own, so that `PGSERVICE`, `.pgpass` and every connection parameter work as they do for
`psql`. Two parameters are ours and never reach libpq: `schema`, the schema that the store lives in, and `pooler`, which
says `transaction` where a pooler of that mode stands before the server.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from store.errors import StoreUnavailable

SCHEMA_DEFAULT = "bailu"
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""A name that needs no quotes, and is short enough for `_writer` behind it."""
_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_SECRET = ("password", "sslpassword")


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """`conninfo` is what libpq gets, `schema` is the store's, `shown` is the URL without a password, and `pooled` says
    that a pooler in transaction mode stands before the server.
    """

    conninfo: str
    schema: str
    shown: str
    pooled: bool = False

    @property
    def views_schema(self) -> str:
        """Where the read models stand that were told to live at this address."""
        return f"{self.schema}_views"


def is_postgres(url: str) -> bool:
    scheme, mark, _rest = url.partition("://")
    return bool(mark) and scheme in _POSTGRES


def postgres_address(url: str) -> PostgresAddress:
    """Raises StoreUnavailable("store-url-unknown") for a schema whose name would need quotes, or another pooler."""
    _scheme, _mark, rest = url.partition("://")
    head, mark, query = rest.partition("?")
    parameters = parse_qsl(query, keep_blank_values=True)
    schema = dict(parameters).get("schema", SCHEMA_DEFAULT)
    pooler = dict(parameters).get("pooler", "")
    if not _SCHEMA.fullmatch(schema) or pooler not in ("", "transaction"):
        raise StoreUnavailable("store-url-unknown", url=without_password(url))
    # libpq reads %20 and takes a + for a plus sign.
    remaining = urlencode([pair for pair in parameters if pair[0] not in ("schema", "pooler")], quote_via=quote)
    conninfo = f"postgresql://{head}{mark and remaining and '?'}{remaining}"
    return PostgresAddress(conninfo=conninfo, schema=schema, shown=without_password(url), pooled=bool(pooler))


def sqlite_path(url: str) -> Path:
    """The file that a URL names; as in SQLAlchemy, three slashes are followed by the path, relative or absolute.

    Raises StoreUnavailable("store-url-unknown").
    """
    scheme, mark, rest = url.partition("://")
    try:
        if not mark:
            return Path(url).expanduser()
        if scheme == "sqlite" and len(rest) > 1 and rest.startswith("/"):
            return Path(rest[1:]).expanduser()
    except RuntimeError:  # The home of somebody who is not there.
        pass
    raise StoreUnavailable("store-url-unknown", url=without_password(url))


def store_file(url: str) -> Path | None:
    """The store's file, or None when it is not a file."""
    return None if is_postgres(url) else sqlite_path(url)


def views_beside(url: str) -> str:
    """The read models beside a store: `bailu.db` has `bailu.views.db`, a PostgreSQL store a schema of its database."""
    scheme, mark, _rest = url.partition("://")
    if mark and scheme != "sqlite":
        return url
    path = sqlite_path(url)
    return f"sqlite:///{path.with_name(f'{path.stem}.views{path.suffix}')}"


def without_password(value: str) -> str:
    """A value as it may be shown: a URL without its passwords, anything else as it is."""
    scheme, mark, rest = value.partition("://")
    if not mark or scheme == "sqlite":
        return value
    head, question, query = rest.partition("?")
    # A password may hold an unquoted slash or sign of its own: whatever stands before the last @ is the user's part.
    user, at, host = head.rpartition("@")
    shown = f"{scheme}://{user.partition(':')[0]}{at}{host}"
    remaining = [pair for pair in query.split("&") if pair.partition("=")[0].lower() not in _SECRET]
    return shown + question * any(remaining) + "&".join(remaining)
