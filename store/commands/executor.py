"""The way of a command: lock the head, look the command id up, gather, decide, sign, append, commit.

Everything is read under the lock, so nothing that a decision relies on can be stale, and hardly anything is retried.
ADR 0004. Nothing is signed on a head whose last commit does not verify. ADR 0040.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from time import monotonic, sleep
from typing import NamedTuple

from domain.application.state.case import application_stream
from domain.base import Decision, replace
from domain.calendar import WorkingDays, legal_day
from domain.decisions.commands import Command
from domain.decisions.decide import decide
from domain.entitlement.edition import Edition
from domain.errors import Refusal
from domain.office.authorship import author
from domain.office.clock import recorded_instant
from domain.office.log import UNOPENED
from domain.office.log_commands import OpenLog, ProposeFault
from domain.office.log_decisions import first_of_log, is_about_fault
from domain.office.officer import officer_stream
from domain.streams import Kind, fits, prefix
from domain.treasury.batch_events import batch_stream
from store.commands.indexing import index_cases, index_others, indexed
from store.commands.key_proofs import check_proofs
from store.commands.repository import Repository
from store.commands.results import PreparedCommand as PreparedCommand
from store.commands.results import Result as Result
from store.commands.results import as_recorded, outcome_of, repeated
from store.commands.state_cache import StateCache
from store.commands.vouching import vouched
from store.errors import OutcomeUnknown, StoreError, StoreUnavailable
from store.line.envelope import write
from store.log import Author, Database, NewRow, Reading, Writing
from store.tip import Tip

CHUNK = 500
"""Commands a transaction in bulk work: large enough to share one fsync."""
LOCKED_S = 0.3
"""Seconds after which bulk work lets others have the log, once the command at hand is done. ADR 0071."""
PREFETCHED_MAX = 200
"""So many streams that every command asks for are asked for together with it; an office has some dozens."""


_CASES = prefix(Kind.APPLICATION)


class _Decided(NamedTuple):
    """What a command comes to, as rows for the log; none where nothing is to be recorded."""

    decision: Decision
    rows: Sequence[NewRow]
    recorded_at: datetime


class CommandExecutor:
    """Commands in, recorded events out. `clock` gives aware UTC instants. One thread uses it at a time.

    `locked_s`, of which `LOCKED_S` is usual, is for how long bulk work may have the log, but for its last command.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime], *, locked_s: float | None = None) -> None:
        self.database = database
        self._clock = clock
        self._locked_s = LOCKED_S if locked_s is None else locked_s
        self._cache = StateCache()
        self._editions: dict[str, Edition] = {}
        self._vouched: Tip | None = None
        self._head_verifies = True
        """Whether the last commit does of the head on which the present transaction began."""

    def execute(self, request: PreparedCommand, *, dry_run: bool = False) -> Result:
        """Run one command in one transaction. Raises the `Refusal` that declines it, or the trouble of the store.

        A dry run decides on what the log holds at the moment, keeps nobody waiting, and records nothing.
        """
        if dry_run:
            return self._rehearse(request)
        results: list[Result] = []
        try:
            with self._transaction([request]) as (log, repository):
                self._prefetch(log, [request])
                results.append(self._run(log, repository, request))
        except OutcomeUnknown as error:
            (outcome,) = self._after_unknown_outcome([request], results, error)
            assert isinstance(outcome, Result), "a refusal is raised before the commit"
            return outcome
        return results[0]

    def execute_many(self, requests: Iterable[PreparedCommand]) -> Iterator[Result | Refusal]:
        """Run many commands, some hundreds a transaction, each on its own: a refusal never undoes its neighbours.

        Results come in the order of the requests, and only once they are durable. A transaction ends before its time
        once it has had the log for `LOCKED_S`, so that others get their turn.
        """
        pending = iter(requests)
        chunk = list(islice(pending, CHUNK))
        while chunk:
            results: list[Result | Refusal] = []
            try:
                with self._transaction(chunk) as (log, repository):
                    over = monotonic() + self._locked_s
                    for outcome in self._each(log, repository, chunk):
                        results.append(outcome)
                        if monotonic() > over:
                            break
            except OutcomeUnknown as error:
                results = self._after_unknown_outcome(chunk[: len(results)], results, error)
            yield from results
            chunk = chunk[len(results) :] or list(islice(pending, CHUNK))
            if chunk:
                sleep(self.database.free_s)

    @contextmanager
    def repository(self) -> Iterator[Repository]:
        """The books for a question: a consistent view, no lock."""
        with self.database.reading() as view:
            yield Repository(view, self._cache, self._editions)

    @contextmanager
    def _transaction(self, requests: Sequence[PreparedCommand]) -> Iterator[tuple[Writing, Repository]]:
        with self.database.writing() as log:
            repository = Repository(log, self._cache, self._editions)
            self._vouch(log, repository, requests)
            before = log.tip()
            yield log, repository
        if log.tip() != before:
            self._vouched = log.tip()  # What we have signed ourselves needs no second look.
        self._cache.take(repository)

    def _vouch(self, log: Reading, repository: Repository, requests: Sequence[PreparedCommand]) -> None:
        """Sign only on a head whose last commit vouches for it: whoever moved it otherwise would have honest work go on
        from there. Only what two people say about this very fault may follow it.

        Raises StoreUnavailable("head-unverified"), NotAllowed("fault-elsewhere").
        """
        tip = log.tip()
        self._head_verifies = tip == self._vouched or vouched(log)
        if self._head_verifies:
            self._vouched = tip
            return
        for request in requests:
            if not is_about_fault(request.command, repository.log(), tip.frontier.size):
                raise StoreUnavailable("head-unverified", position=tip.frontier.size)

    def _each(
        self, log: Writing, repository: Repository, chunk: Sequence[PreparedCommand]
    ) -> Iterator[Result | Refusal]:
        self._prefetch(log, chunk)
        for request in chunk:
            try:
                yield self._run(log, repository, request)
            except Refusal as refusal:
                yield refusal  # A command is declined before it writes anything.

    def _prefetch(self, log: Writing, requests: Sequence[PreparedCommand]) -> None:
        """Every command asks for its id and its officer, and most for the case or the run that they are about."""
        streams = {officer_stream(request.officer): 0 for request in requests}
        cached = self._cache
        if len(cached.reference) <= PREFETCHED_MAX:
            streams |= {stream: version for stream, (version, _state) in cached.reference.items()}
        for request in requests:
            # What no stream can be called is not there, as the command itself is told.
            if (batch := getattr(request.command, "batch", None)) and fits(str(batch)):
                streams[batch_stream(str(batch))] = 0
            for number in filter(fits, _cases_of(request.command)):
                case = cached.cases.get(number)
                streams[application_stream(number)] = case.version if case else 0
        log.prefetch([request.command_id for request in requests], streams)

    def _run(self, log: Writing, repository: Repository, request: PreparedCommand) -> Result:
        earlier = log.command(request.command_id)
        if earlier is not None:
            return repeated(log, earlier, request)
        decision, rows, recorded_at = self._decide(log, repository, request, log.size, log.recorded_at)
        if not rows:
            return Result(events=())
        before = {stream: case for stream in decision if (case := repository.case_in(stream))}
        others = {stream: state for stream in decision if (state := indexed(repository, stream))}
        first = log.append(rows, recorded_at, Author(request.officer, request.signer))
        if request.new_keys:
            log.add_person_keys(request.new_keys)
        if request.person_tokens:
            log.add_person_tokens(request.person_tokens)
        index_cases(log, repository, decision, before, request.officer)
        index_others(log, decision, others, request.officer)
        return Result(events=as_recorded(decision, rows, first, request, recorded_at))

    def _rehearse(self, request: PreparedCommand) -> Result:
        """What the command would record, as of one position of the log, which others go on writing meanwhile."""
        with self.database.reading() as view:
            repository = Repository(view, self._cache, self._editions)
            self._vouch(view, repository, [request])
            earlier = view.command(request.command_id)
            if earlier is not None:
                return repeated(view, earlier, request)
            head = view.head()
            decision, rows, recorded_at = self._decide(view, repository, request, head.size, head.recorded_at)
            return Result(events=as_recorded(decision, rows, head.size + 1, request, recorded_at))

    def _decide(
        self, view: Reading, repository: Repository, request: PreparedCommand, size: int, last: datetime | None
    ) -> _Decided:
        """Behind the `size` lines of the log, of which the last was recorded at `last`."""
        repository.begin_command()
        recorded_at = self._instant(view, last, repository, request)
        today = legal_day(recorded_at)
        if isinstance(request.command, OpenLog):
            decision = first_of_log(size, request.command, request.officer, request.signer.public_key)
        else:
            officer = repository.officer(request.officer)
            supervised_by = repository.log().supervised_by
            actor = author(officer, request.officer, request.signer.public_key, today, supervised_by)
            command = request.command
            if isinstance(command, ProposeFault):
                command = replace(command, head_verifies=self._head_verifies)
            decision = decide(repository, command, actor, today)
        check_proofs(request.command, lambda: repository.log().log)
        if not any(decision.values()):
            return _Decided({}, (), recorded_at)
        rows = write(
            decision,
            version_of=repository.version_of,
            recorded_at=recorded_at,
            today=today,
            actor=request.officer,
            command_id=request.command_id,
            fingerprint=request.fingerprint,
        )
        return _Decided(decision, rows, recorded_at)

    def _instant(
        self, view: Reading, last: datetime | None, repository: Repository, request: PreparedCommand
    ) -> datetime:
        """When a command is recorded: never before the event in front of it, and not whenever a desk's clock says.

        Raises `NotAllowed` for a clock that cannot be believed (see `domain.office.clock`).
        """
        command, state = request.command, repository.log()
        if state is UNOPENED or last is None:
            simulated = isinstance(command, OpenLog) and command.simulated
            return (None if simulated else view.instant()) or self._clock()

        def working_days() -> WorkingDays:
            return repository.calendar().working_days

        return recorded_instant(
            command,
            state,
            last,
            officer=request.officer,
            desk=self._clock,
            server=view.instant(),
            working_days=working_days,
            officers=repository.officers,
        )

    def _after_unknown_outcome(
        self, requests: Sequence[PreparedCommand], results: Sequence[Result | Refusal], error: OutcomeUnknown
    ) -> list[Result | Refusal]:
        """A commit that raised may have been stored: only the command ids can tell (ADR 0019).

        Raises StoreUnavailable: with the code of the trouble when nothing was recorded, `server-replaced` where that
        was the standby, and `outcome-unknown` when the store does not answer.
        """
        try:
            with self.database.after_unknown_outcome(error.until) as view:
                outcomes = [outcome_of(view, *pair) for pair in zip(requests, results, strict=True)]
        except StoreError as silence:
            values = {"reason": silence.code, **silence.values, "command_id": requests[0].command_id}
            raise StoreUnavailable("outcome-unknown", **values) from silence
        if None in outcomes:
            because = str(error.values.get("because", error.code))
            if because == "standby-missing":
                # What was stored for certain is not there: it was on a server whose place another one has taken.
                raise StoreUnavailable("server-replaced")
            raise StoreUnavailable(because, **error.values)
        return [outcome for outcome in outcomes if outcome is not None]


def _cases_of(command: Command) -> Iterator[str]:
    """The cases that a command names."""
    if number := getattr(command, "application", None):
        yield str(number)
    yield from map(str, getattr(command, "applications", ()))
