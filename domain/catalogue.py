"""Every event there is, and every module that declares one: whoever needs them all imports them from here."""

from __future__ import annotations

import domain.application.events
import domain.imports.debt_events
import domain.imports.events
import domain.office.book_months
import domain.office.log
import domain.office.officer
import domain.office.people
import domain.office.proposed
import domain.office.reference
import domain.office.register
import domain.treasury.allotment_events
import domain.treasury.batch_events
import domain.treasury.fund
import domain.treasury.incoming  # noqa: F401  so that their names are known
from domain.base import ACTS as ACTS
from domain.base import EVENTS as EVENTS
from domain.base import STORED_NAMES as STORED_NAMES
