"""A wire between a desk and its PostgreSQL server that is cut at the worst moment: while a commit is on its way."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Literal

from tests.postgres import Server

Cut = Literal["before", "after", "late", "farewell"]
"""What becomes of the commit: it never reaches the server; it does, and the answer is lost; it does, but only after
the desk has been cut off for a while; it does, and the server, which is being stopped, says farewell after its answer
and is slow to hang up.
"""
LATE_S = 1.0
_COMMIT = b"COMMIT\0"
_READY = b"Z\0\0\0\5I"
_SAID = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0"
_FAREWELL = b"E" + (len(_SAID) + 4).to_bytes(4, "big") + _SAID
_PORT = 5432


class Wire:
    """Listens on a socket of its own and passes everything on to the server, until it is told to cut."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.folder = Path(mkdtemp(prefix="bailu-wire-"))
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / f".s.PGSQL.{_PORT}"))
        self._listener.listen()
        self._cut: Cut | None = None
        self._farewell = False
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, store_url: str) -> str:
        """The same store, through this wire."""
        return store_url.replace(f"host={self._server.folder}", f"host={self.folder}")

    def cut_at_the_next_commit(self, how: Cut) -> None:
        self._cut = how

    def close(self) -> None:
        self._listener.close()
        (self.folder / f".s.PGSQL.{_PORT}").unlink()
        self.folder.rmdir()

    def _accept(self) -> None:
        while True:
            try:
                session, _ = self._listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self._server.folder / f".s.PGSQL.{_PORT}"))
            threading.Thread(target=self._to_server, args=(session, server), daemon=True).start()
            threading.Thread(target=self._to_desk, args=(server, session), daemon=True).start()

    def _to_server(self, session: socket.socket, server: socket.socket) -> None:
        before = b""
        while chunk := _received(session):
            # The word may come in two pieces.
            if self._cut and _COMMIT in before + chunk:
                how, self._cut = self._cut, None
                self.cuts += 1
                if how == "farewell":
                    self._farewell = True
                    server.sendall(chunk)
                    continue
                _hang_up(session)
                if how == "late":
                    time.sleep(LATE_S)
                if how != "before":
                    server.sendall(chunk)
                    time.sleep(0.2)  # It reads what it was sent before it notices that nobody is there.
                break
            server.sendall(chunk)
            before = chunk[1 - len(_COMMIT) :]
        _hang_up(server)

    def _to_desk(self, server: socket.socket, session: socket.socket) -> None:
        while chunk := _received(server):
            if self._farewell and chunk.endswith(_READY):
                self._farewell = False
                session.sendall(chunk.removesuffix(_READY) + _FAREWELL)
                time.sleep(0.2)
                break
            with suppress(OSError):  # The desk has been cut off; the server is heard out all the same.
                session.sendall(chunk)
        _hang_up(session)


def _received(end: socket.socket) -> bytes:
    try:
        return end.recv(1 << 20)
    except OSError:
        return b""


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
