"""A pooler in transaction mode between desks and a PostgreSQL server, as small as it can be: it lends a few sessions of
the server, each for one transaction, to whoever comes first, and puts nothing in order between two of them.
"""

from __future__ import annotations

import queue
import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from tests.postgres import Server

_PORT = 5432
_REFUSED_REQUESTS = (80877103, 80877104)
"""For TLS and for GSSAPI."""
_READY = b"Z"
_FAREWELL = b"X"
_COPIES_IN = b"G"
_ASKS = (b"Q", b"S")
"""Messages that the server answers by saying that it is ready: a plain query, and the end of a pipeline."""


class Pooler:
    """Listens on a socket of its own; `transactions` counts what was lent out."""

    def __init__(self, server: Server, sessions: int) -> None:
        self._server = server
        self.folder = Path(mkdtemp(prefix="bailu-pool-"))
        self.transactions = 0
        self._greeting = b""
        self._idle: queue.Queue[_Wire] = queue.Queue()
        for _ in range(sessions):
            self._idle.put(self._session())
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / f".s.PGSQL.{_PORT}"))
        self._listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, store_url: str) -> str:
        """The same store, through this pooler."""
        return f"{store_url.replace(str(self._server.folder), str(self.folder))}&pooler=transaction"

    def close(self) -> None:
        self._listener.close()
        (self.folder / f".s.PGSQL.{_PORT}").unlink()
        self.folder.rmdir()
        while not self._idle.empty():
            self._idle.get().socket.close()

    def _session(self) -> _Wire:
        """A session of the server, whose greeting every desk is given."""
        plain = socket.socket(socket.AF_UNIX)
        plain.connect(str(self._server.folder / f".s.PGSQL.{_PORT}"))
        wire = _Wire(plain)
        words = b"user\0postgres\0database\0postgres\0client_encoding\0UTF8\0\0"
        plain.sendall(struct.pack("!ii", 8 + len(words), 196608) + words)
        greeting = b""
        while True:
            kind, message = wire.message()
            greeting += message
            if kind == _READY:
                self._greeting = greeting
                return wire

    def _accept(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(_Wire(desk),), daemon=True).start()

    def _serve(self, desk: _Wire) -> None:
        with suppress(OSError, EOFError):
            while struct.unpack("!i", desk.unframed()[4:8])[0] in _REFUSED_REQUESTS:
                desk.socket.sendall(b"N")
            desk.socket.sendall(self._greeting)
            while True:
                kind, message = desk.message()
                if kind == _FAREWELL:
                    break
                self._lend(desk, kind, message)
        desk.socket.close()

    def _lend(self, desk: _Wire, kind: bytes, message: bytes) -> None:
        """One transaction: until the server is ready for the next, and is in none."""
        session = self._idle.get()
        self.transactions += 1
        expected = 0
        while True:
            session.socket.sendall(message)
            expected += kind in _ASKS
            while expected and not desk.waits:
                answer, text = session.message()
                desk.socket.sendall(text)
                if answer == _COPIES_IN:
                    self._copy_in(desk, session, in_pipeline=kind == b"S")
                    expected = 1
                expected -= answer == _READY
                if answer == _READY and not expected and text[-1:] == b"I":
                    self._idle.put(session)
                    return
            try:
                kind, message = desk.message()
            except (OSError, EOFError):
                kind = _FAREWELL
            if kind == _FAREWELL:
                self._undo(session)
                raise EOFError

    @staticmethod
    def _copy_in(desk: _Wire, session: _Wire, *, in_pipeline: bool) -> None:
        """Rows that a desk sends. The end of a pipeline that was sent before them is passed over, and sent again."""
        kind = b""
        while kind not in (b"c", b"f"):
            kind, message = desk.message()
            session.socket.sendall(message)
        if in_pipeline:
            session.socket.sendall(desk.message()[1])

    def _undo(self, session: _Wire) -> None:
        """A desk that left in the middle of a transaction leaves none behind."""
        words = b"ROLLBACK\0"
        session.socket.sendall(b"Q" + struct.pack("!i", 4 + len(words)) + words)
        while session.message()[0] != _READY:
            pass
        self._idle.put(session)


class _Wire:
    """A socket on which messages are told apart."""

    def __init__(self, plain: socket.socket) -> None:
        self.socket = plain
        self._got = b""

    @property
    def waits(self) -> bool:
        """Whether another whole message is here already."""
        return len(self._got) >= 5 and len(self._got) > struct.unpack("!i", self._got[1:5])[0]

    def message(self) -> tuple[bytes, bytes]:
        """Raises EOFError."""
        head = self._take(5)
        return head[:1], head + self._take(struct.unpack("!i", head[1:])[0] - 4)

    def unframed(self) -> bytes:
        """The first message, which has no letter in front."""
        head = self._take(4)
        return head + self._take(struct.unpack("!i", head)[0] - 4)

    def _take(self, size: int) -> bytes:
        while len(self._got) < size:
            more = self.socket.recv(65_536)
            if not more:
                raise EOFError
            self._got += more
        taken, self._got = self._got[:size], self._got[size:]
        return taken
