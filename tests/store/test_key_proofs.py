"""A key that an officer made is enrolled only where it says so itself: who asks, in which log, to what end."""

from __future__ import annotations

import base64

import pytest

from audit.key_requests import ANY_LOG, ENROL, ROTATE, SUPERVISE, request_message
from domain.base import replace
from domain.decisions.commands import Command
from domain.errors import NotAllowed
from domain.office.keys import MadeBy, PublicKey, Scheme
from domain.office.log_commands import OpenLog
from domain.office.officer import EnrolOfficer, RotateKey, authority_officer
from domain.office.roles import Actor, Role
from store.log import Database
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.domain.keys import Key
from tests.domain.sample_cases import JIANG, WU, YE
from tests.store.test_casework import size_of

NEW = "li-na"
MINE = Key("a key of their own")


def asked(
    purpose: str, log: str, officer: str, *, key: Key = MINE, signer: Key | None = None, scheme: str = Scheme.ED25519
) -> PublicKey:
    """The key as a request has it; `signer` is another that signs in its place."""
    message = request_message(purpose, log, officer, scheme, key.public_key)
    proof = base64.b64encode((signer or key).sign(message)).decode()
    return PublicKey(scheme=Scheme.ED25519, public_key=key.public_key, made_by=MadeBy.OFFICER, proof=proof)


def log_of(bureau: Bureau) -> str:
    with bureau.executor.repository() as repository:
        return repository.log().log


def enrolment(key: PublicKey) -> EnrolOfficer:
    return EnrolOfficer(officer=NEW, sealed="sealed", roles=(Role.CLERK,), authority=s.SIMING, key=key)


def unproved(bureau: Bureau, command: Command, by: Actor, officer: str) -> None:
    """Refused alone, in bulk, and when it is only tried; nothing is recorded."""
    size = size_of(bureau)
    for dry_run in (False, True):
        with pytest.raises(NotAllowed) as refused:
            bureau.act(command, by=by, dry_run=dry_run)
        assert (refused.value.code, refused.value.values) == ("key-unproved", {"officer": officer})
    (refusal,) = bureau.act_in_bulk([(command, by)])
    assert isinstance(refusal, NotAllowed)
    assert refusal.code == "key-unproved"
    assert size_of(bureau) == size


@pytest.mark.parametrize("whose", ["of another officer", "of another log", "of another purpose", "of another key"])
def test_a_key_whose_proof_is_of_something_else_is_enrolled_for_nobody(bureau: Bureau, whose: str) -> None:
    log = log_of(bureau)
    key = {
        "of another officer": asked(ENROL, log, "somebody"),
        "of another log": asked(ENROL, "0" * 64, NEW),
        "of another purpose": asked(ROTATE, log, NEW),
        "of another key": asked(ENROL, log, NEW, signer=Key("another")),
    }[whose]
    unproved(bureau, enrolment(key), YE, NEW)


@pytest.mark.parametrize("proof", ["", "c2lnbmVk", "no base64", "\u4e00"])
def test_what_is_no_signature_proves_nothing(bureau: Bureau, proof: str) -> None:
    unproved(bureau, enrolment(replace(asked(ENROL, log_of(bureau), NEW), proof=proof)), YE, NEW)


def test_a_key_that_says_for_whom_it_is_asked_is_enrolled_when_two_agree(bureau: Bureau) -> None:
    key = asked(ENROL, log_of(bureau), NEW)
    bureau.agree(enrolment(key), by=YE, second=JIANG)
    with bureau.executor.repository() as repository:
        officer = repository.officer(NEW)
    assert officer is not None
    assert officer.keys == (key,)


@pytest.mark.parametrize("by", [WU, YE], ids=["one's own", "of another, who cannot sign any more"])
def test_a_new_key_is_asked_for_to_that_end_and_by_its_officer(bureau: Bureau, by: Actor) -> None:
    log = log_of(bureau)
    for key in (asked(ENROL, log, WU.officer), asked(ROTATE, log, NEW), asked(ROTATE, "0" * 64, WU.officer)):
        unproved(bureau, RotateKey(officer=WU.officer, key=key), by, WU.officer)
    assert bureau.act(RotateKey(officer=WU.officer, key=asked(ROTATE, log, WU.officer)), by=by).events


LOG = "5f" * 32


def opening(key: PublicKey, above: PublicKey | None = None) -> OpenLog:
    return OpenLog(
        log=LOG,
        supervised_by=s.CITY,
        supervising_key=above,
        pseudonyms="0f" * 8,
        simulated=True,
        officer=YE.officer,
        sealed="sealed",
        key=key,
    )


def test_a_log_is_opened_under_keys_that_were_asked_for_in_it(database: Database) -> None:
    """The key of the authority above was made before there was a log, and stands above any."""
    bureau = Bureau(database)
    mine, above = Key(YE.officer), Key("above")
    authority = authority_officer(s.CITY)
    good = asked(ENROL, LOG, YE.officer, key=mine)
    unproved(bureau, opening(asked(ENROL, ANY_LOG, YE.officer, key=mine)), YE, YE.officer)
    for wrong in (asked(ENROL, ANY_LOG, authority, key=above), asked(SUPERVISE, LOG, authority, key=above)):
        unproved(bureau, opening(good, wrong), YE, authority)
    assert bureau.act(opening(good, asked(SUPERVISE, ANY_LOG, authority, key=above)), by=YE).events
