"""An officer's session: settings, keys, clock, vault and store put together. The one composition root."""

from __future__ import annotations

import json
import math
import re
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from domain.calendar import LEGAL_ZONE, legal_day
from domain.streams import fits
from store.databases import open_database
from store.errors import StoreUnavailable
from store.log import OPENING, Database
from store.vault.sealing import OuterKeys, Sealer, Vault
from usecases.session.officer_keys import OfficerKey, draft_path, finish_key, key_path, read_draft, read_key
from usecases.session.settings import Settings

if TYPE_CHECKING:
    # A query does not wait for the rules of casework to be imported.
    from datetime import date

    from domain.decisions.commands import Command
    from domain.errors import Refusal
    from domain.office.roles import Actor
    from store.commands.executor import CommandExecutor, PreparedCommand, Result
    from store.commands.repository import Repository

KEYS_META = "outer-keys"
LOCK_TIMEOUT_MAX_S = 3_600
"""Under this name the store keeps the fingerprint of the outer keys that belong to it."""

_DAY = re.compile(r"\d{4}-?\d\d-?\d\d|\d{4}-?W\d\d(-?\d)?")
_COMMANDS = uuid.UUID("5b1d3c7e-0d4f-5b6f-9a53-6a2f8e7c1b20")
"""The name space of command ids that are derived from the content of the command."""


class OfficerSession:
    """What one officer works with during one run; each part is opened when it is first used."""

    def __init__(self, settings: Settings, *, opening: bool = False) -> None:
        """While the log is `opening`, it has no event yet."""
        self.settings = settings
        self._allowing = OPENING if opening else ""
        settings.exit_stack.callback(self.close)

    @cached_property
    def database(self) -> Database:
        timeout = lock_timeout_s(self.settings)
        return open_database(self.settings["store"], allowing=self._allowing, lock_timeout_s=timeout)

    @cached_property
    def forensic_database(self) -> Database:
        """The store for an inspection: opened even if a part of it was removed, and never written."""
        database = open_database(self.settings["store"], forensic=True, lock_timeout_s=lock_timeout_s(self.settings))
        self.settings.exit_stack.callback(database.close)
        return database

    @cached_property
    def vault(self) -> Vault:
        """Raises `StoreUnavailable` when the outer keys are missing, open to others, damaged, or of another store."""
        with self.database.reading() as view:
            expected = view.meta(KEYS_META)
        return Vault(OuterKeys.read(Path(self.settings["keys"]), expected=expected))

    @cached_property
    def executor(self) -> CommandExecutor:
        from store.commands.executor import CommandExecutor

        return CommandExecutor(self.database, self.clock)

    @property
    def officer(self) -> str:
        """Raises `StoreUnavailable("officer-unsaid")` when no officer is named."""
        officer = self.settings["officer"]
        if not officer:
            raise StoreUnavailable("officer-unsaid")
        if not fits(officer):
            raise StoreUnavailable("officer-form", officer=officer)
        return officer

    def actor(self, today: date) -> Actor | None:
        """The officer as the log knows them today; None for a stranger."""
        with self.repository() as repository:
            enrolled, above = repository.officer(self.officer), repository.log().supervised_by
        return enrolled.actor(today, above) if enrolled is not None else None

    @cached_property
    def supervised_by(self) -> str:
        """The authority that supervises every other in this log."""
        with self.repository() as repository:
            return repository.log().supervised_by

    @cached_property
    def key(self) -> OfficerKey:
        """The officer's key. One that waited in a draft for an event that the log has by now takes its place."""
        assert self.database is not None, "a store that cannot be had is told before a key beside it"
        folder, officer = Path(self.settings["officers"]), self.officer
        ask = self._ask_passphrase
        if draft_path(folder, officer).exists():
            with self.repository() as repository:
                enrolled = repository.officer(officer)
            if enrolled is not None and self._draft_is(enrolled.public_key):
                finish_key(folder, officer, self.now())
        return read_key(folder, officer, ask)

    def _draft_is(self, public_key: str) -> bool:
        """Whether the key that waits is this one. Under another passphrase than was told, it is not the one meant."""
        folder, officer = Path(self.settings["officers"]), self.officer
        try:
            return read_draft(folder, officer, self._ask_passphrase).public_key == public_key
        except StoreUnavailable as error:
            if error.code != "passphrase-wrong" or not key_path(folder, officer).exists():
                raise
            return False

    @cached_property
    def _passphrase(self) -> str:
        return self.settings.ask_passphrase(self.officer)

    def _ask_passphrase(self) -> str:
        """Asked once a session, and only where a key is sealed. Raises what asking raises."""
        return self._passphrase

    @cached_property
    def clock(self) -> Clock:
        return Clock.of(self.settings, self.database)

    def now(self) -> datetime:
        return self.clock()

    def today(self) -> date:
        """The legal day on which a command given now would be recorded."""
        return legal_day(self.clock())

    @contextmanager
    def repository(self) -> Iterator[Repository]:
        """What the log says, for a query, as of one position."""
        with self.executor.repository() as repository:
            yield repository

    def sealing(self, parties: Iterable[str]) -> Sealer:
        """A sealer for these parties: with the keys that they have, and new ones for those who have none."""
        with self.database.reading() as view:
            return self.vault.sealing(view.person_key_of(parties))

    def unseal(self, party: str, sealed: str | None) -> dict[str, str]:
        """What was sealed about `party`; empty when there is nothing, or the person was forgotten."""
        if not sealed:
            return {}
        with self.database.reading() as view:
            return self.vault.unseal_from(party, sealed, view.person_keys)

    def prepare(
        self,
        command: Command,
        *,
        clear: object = None,
        sealer: Sealer | None = None,
        command_id: str | None = None,
        derived: bool = False,
    ) -> PreparedCommand:
        """Make a command ready. `clear` is its content before sealing, where that differs from the command itself.

        With `derived`, the command id follows from that content, so that repeating the same command changes nothing.
        Raises `StoreUnavailable("command-id-form")` for an id that is no UUID.
        """
        body = msgspec.json.encode({"command": type(command).__name__, "body": command if clear is None else clear})
        # What is in the log as it stands here betrays nothing; a machine that opens no names has no keys for the rest.
        fingerprint = sha256(body).hexdigest() if clear is None else self.vault.fingerprint(body)
        if command_id is None:
            # Under a keyed digest, so that nobody takes the id of a command that is still to come.
            command_id = str(uuid.uuid5(_COMMANDS, self.vault.fingerprint(body)) if derived else uuid.uuid4())
        from store.commands.executor import PreparedCommand

        return PreparedCommand(
            command=command,
            fingerprint=fingerprint,
            command_id=checked_command_id(command_id),
            officer=self.officer,
            signer=self.key,
            new_keys=sealer.new_keys if sealer else (),
            person_tokens=sealer.person_tokens if sealer else (),
        )

    def execute(self, prepared: PreparedCommand, *, dry_run: bool = False) -> Result:
        """Execute one command in the officer's name. Raises the `Refusal` that declines it."""
        return self.executor.execute(prepared, dry_run=dry_run)

    def execute_many(self, prepared: Iterable[PreparedCommand]) -> Iterator[Result | Refusal]:
        """Execute many commands; results come once they are durable, some hundreds at a time."""
        return self.executor.execute_many(prepared)

    def settle(self) -> None:
        """What was found in the log is told done once it is wherever a standby server has to have it (ADR 0050).

        Raises StoreUnavailable: `standby-missing`, and as a command does.
        """
        with self.database.after_unknown_outcome():
            pass

    def close(self) -> None:
        if "database" in self.__dict__:
            self.database.close()


def checked_command_id(written: str) -> str:
    """A UUID in small letters. Raises `StoreUnavailable("command-id-form")`."""
    if not re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", written):
        raise StoreUnavailable("command-id-form", command_id=written)
    return written.lower()


def lock_timeout_s(settings: Settings) -> float:
    """Raises `StoreUnavailable("setting-not-seconds")`."""
    written = settings["lock_timeout"]
    try:
        seconds = float(written)
    except ValueError:
        seconds = math.nan
    if not 0 <= seconds <= LOCK_TIMEOUT_MAX_S:
        raise StoreUnavailable("setting-not-seconds", name="lock_timeout", value=written, most=LOCK_TIMEOUT_MAX_S)
    return seconds


@dataclass(slots=True)
class Clock:
    """UTC now, or, in a simulated store, an instant that only its user moves.

    A simulated clock stands at BAILU_CLOCK (a day or an instant), else where the log ends. A real store refuses it.
    """

    simulated: bool
    instant: datetime | None = None

    @classmethod
    def of(cls, settings: Settings, database: Database) -> Clock:
        configured = settings["clock"]
        with database.reading() as view:
            first = view.rows(limit=1)
            ends_at = view.head().recorded_at
        simulated = bool(first) and json.loads(first[0].line)["data"].get("simulated", False)
        if configured and not simulated:
            raise StoreUnavailable("clock-not-simulated")
        return cls(simulated=simulated, instant=parse_instant(configured) if configured else ends_at)

    def __call__(self) -> datetime:
        if self.simulated:
            assert self.instant is not None, "a simulated store has a first event"
            return self.instant
        return datetime.now(UTC)


def parse_instant(text: str) -> datetime:
    """An instant in ISO 8601; a day alone means nine in the morning in Xiamen, and no zone means the legal one.

    Raises `StoreUnavailable("clock-form")`.
    """
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise StoreUnavailable("clock-form", clock=text) from None
    try:
        if _DAY.fullmatch(text):
            instant += timedelta(hours=9)
        if instant.tzinfo is None:
            instant = instant.replace(tzinfo=LEGAL_ZONE)
        instant = instant.astimezone(UTC)
        instant.astimezone(LEGAL_ZONE)
    except OverflowError:
        raise StoreUnavailable("clock-form", clock=text) from None
    return instant
