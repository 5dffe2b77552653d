"""Documents of a payment run: what was signed on paper about it stands in the log by its hash. ADR 0073."""

from __future__ import annotations

from domain.base import Decision
from domain.office.roles import Actor, acting
from domain.treasury.batch import Batch
from domain.treasury.batch_events import BatchDocumentAttached, batch_stream
from domain.treasury.run_commands import AttachToRun


def attach(batch: Batch, command: AttachToRun, actor: Actor) -> Decision:
    """A document by name, hash and number, wherever the run stands. A hash that it has is not recorded again."""
    acting(actor, "attach-to-run", batch.authority)
    attached = BatchDocumentAttached(name=command.name, sha256=command.sha256, number=command.number)
    there = any(document.sha256 == command.sha256 for document in batch.documents)
    return {batch_stream(batch.batch): () if there else (attached,)}
