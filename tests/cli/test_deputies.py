"""Rights for a time on the command line: deputies (AB岗), keys that are lost, and machines that take backups."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.application_files import ASSESSED, CLOSED, submitted, trainee, training
from tests.cli.conftest import Bailu

FIRST, LAST, AFTER = "2024-05-06", "2024-06-28", "2024-07-01"


def deputised(bureau: Bailu, *more: object, officer: str = "lin", absent: str = "chen") -> None:
    """lin, a clerk, stands in for chen, who assesses."""
    term = ("--for", absent, "--from", FIRST, "--to", LAST, *more)
    bureau.agreed("officer", "deputy", officer, *term, officer="admin", second="xu")


def mine(bureau: Bailu, officer: str, clock: str) -> list[tuple[str, str | None]]:
    rows = bureau("todo", "--mine", "-o", "json", officer=officer, clock=clock).json
    return [(row["act"], row["handed_over_by"]) for row in rows]


def test_a_deputy_does_the_work_of_whom_they_stand_in_for_until_the_last_day(bureau: Bailu) -> None:
    deputised(bureau)
    number, other = submitted(bureau, training(), training(trainee(7)), until="verified")
    assert mine(bureau, "lin", ASSESSED) == [("assess", "chen"), ("assess", "chen")]
    assert bureau("application", "assess", number, officer="lin", clock=ASSESSED).code == 0
    assert mine(bureau, "lin", AFTER) == []
    late = bureau("application", "assess", other, officer="lin", clock=AFTER)
    assert (late.code, "takes the role assessor" in late.err) == (77, True)
    shown = {row["officer"]: row["stands_in_for"] for row in bureau("officer", "list", "-o", "json").json}
    assert shown["lin"] == [f"chen {FIRST}/{LAST}"]
    report = bureau("audit", "verify", "--decisions", "-o", "json").json
    assert report["holds"]
    (deputy,) = report["deputyships"]
    assert (deputy["officer"], deputy["absent"], deputy["roles"]) == ("lin", "chen", ["assessor"])
    assert f"lin stands in for chen from {FIRST} to {LAST}, as assessor." in bureau("audit", "verify").out


def test_a_deputy_confirms_no_work_of_their_own(bureau: Bailu) -> None:
    """lin takes in and stands in for both who decide: of one case that is one person."""
    deputised(bureau)
    deputised(bureau, absent="huang")
    (number,) = submitted(bureau, training(), until="verified")
    assert bureau("application", "assess", number, officer="lin", clock=ASSESSED).code == 0
    own = bureau("application", "approve", number, "--yes", officer="lin", clock=ASSESSED)
    assert (own.code, "their own work" in own.err) == (77, True)


@pytest.mark.parametrize(
    ("officer", "more", "said"),
    [
        ("wu", ("--for", "chen", "--from", FIRST, "--to", LAST), "name with --role those that they may have"),
        ("lin", ("--for", "admin", "--from", FIRST, "--to", LAST), "and no others"),
        ("lin", ("--for", "lin", "--from", FIRST, "--to", LAST), "cannot stand in for themselves"),
        ("lin", ("--for", "chen", "--from", FIRST, "--to", LAST, "--role", "approver"), "and no others: assessor"),
        ("lin", ("--for", "chen", "--from", LAST, "--to", FIRST), "before it begins"),
        ("lin", ("--for", "chen", "--from", "2023-01-01", "--to", "2023-08-31"), "is over"),
        ("lin", ("--for", "chen", "--from", FIRST, "--to", "2027-05-07"), "at most 3 years"),
        ("lin", ("--for", "chen", "--end"), "does not stand in for chen"),
    ],
)
def test_what_no_deputyship_can_be_is_one_sentence(
    bureau: Bailu, officer: str, more: tuple[str, ...], said: str
) -> None:
    size = len(bureau.log())
    ran = bureau("officer", "deputy", officer, *more, officer="admin")
    assert (ran.code, said in ran.err, ran.err.count("\n")) == (65, True, 1)
    assert len(bureau.log()) == size


def test_how_long_is_said_or_that_it_ends(bureau: Bailu) -> None:
    assert bureau("officer", "deputy", "lin", "--for", "chen", officer="admin").code == 2
    assert bureau("officer", "deputy", "lin", "--for", "chen", "--end", "--to", LAST, officer="admin").code == 2
    deputised(bureau)
    assert bureau("officer", "deputy", "lin", "--for", "chen", "--end", officer="xu").code == 77
    assert bureau("officer", "deputy", "lin", "--for", "chen", "--end", officer="admin").code == 0
    assert bureau("audit", "verify", "-o", "json").json["deputyships"] == []


# A key that is lost


def test_nothing_is_recorded_under_a_lost_key_and_what_was_is_listed(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="verified")
    assert bureau("officer", "key-lost", "chen", "--since", ASSESSED, officer="chen", clock=ASSESSED).code == 77
    own = bureau("officer", "key-lost", "xu", "--since", ASSESSED, officer="xu", clock=ASSESSED)
    assert (own.code, "bailu officer rotate-key" in own.err) == (77, True)
    assert bureau("application", "assess", number, officer="chen", clock=ASSESSED).code == 0
    position = len(bureau.log())
    lost = ("officer", "key-lost", "chen", "--since", ASSESSED)
    assert bureau(*lost, officer="xu", clock=CLOSED).code == 0
    again = bureau(*lost, officer="admin", clock=CLOSED)
    assert (again.code, f"lost since {ASSESSED}" in again.err) == (65, True)
    refused = bureau("application", "attach", number, __file__, officer="chen", clock=CLOSED)
    assert (refused.code, "reported lost" in refused.err) == (77, True)
    report = bureau("audit", "verify", "-o", "json").json
    (key,) = report["lost_keys"]
    assert (report["holds"], key["officer"], key["commits"], key["first"]) == (True, "chen", 1, position)
    assert (
        f"signed with it since: 1 commit(s), from position {position} to {position}." in bureau("audit", "verify").out
    )


def test_another_key_takes_the_place_of_a_lost_one(bureau: Bailu) -> None:
    assert bureau("officer", "key-lost", "chen", "--since", "2023-09-04", officer="admin").code == 0
    made = ("officer", "key", "new", "chen", "--lost", "--no-passphrase", "--out", "lost.json")
    assert bureau(*made, officer="chen").code == 0
    bureau.agreed("officer", "enrol", "--request", "lost.json", officer="admin", second="xu")
    (number,) = submitted(bureau, training(), until="verified")
    assert bureau("application", "assess", number, officer="chen", clock=ASSESSED).code == 0
    assert "nothing was signed with it since." in bureau("audit", "verify").out


def test_a_key_is_lost_today_or_before_and_never_that_of_the_last_two(bureau: Bailu) -> None:
    assert bureau("officer", "key-lost", "chen", "--since", "2023-09-05", officer="admin").code == 65
    assert bureau("officer", "key-lost", "nobody", "--since", "2023-09-04", officer="admin").code == 66
    last = bureau("officer", "key-lost", "xu", "--since", "2023-09-04", officer="admin")
    assert (last.code, "nobody could give anybody a right any more" in last.err) == (65, True)


# A machine


@pytest.fixture
def nightly(bureau: Bailu) -> Bailu:
    """A bureau with a machine that was enrolled as a service, by two."""
    asked = ("--name", "夜间备份", "--role", "service", "--no-passphrase", "--out", "nightly.request.json")
    assert bureau("officer", "key", "new", "nightly", *asked).code == 0
    bureau.agreed("officer", "enrol", "--request", "nightly.request.json", officer="admin", second="xu")
    assert bureau("todo", "--mine", officer="nightly").code == 0  # Its key takes its place.
    return bureau


def test_a_machine_takes_backups_without_the_outer_keys_and_opens_no_names(nightly: Bailu) -> None:
    submitted(nightly, training())
    keys = Path("bailu.keys")
    keys.rename("elsewhere.keys")
    made = nightly("store", "backup", "nightly.bailu", "--without-keys", officer="nightly", clock=CLOSED)
    assert made.code == 0, made.err
    line = nightly.log()[-1]
    assert (line["name"], line["actor"], line["data"]) == ("log.backed-up.v1", "nightly", {"outer_keys": "none"})
    assert nightly("officer", "list", officer="nightly").code == 69, "which opens names"
    Path("elsewhere.keys").rename(keys)
    assert nightly("audit", "verify", "--store", "nightly.bailu").code == 0
    assert nightly("audit", "verify", "--decisions").code == 0


def test_a_machine_does_nothing_else(nightly: Bailu, tmp_path: Path) -> None:
    spoken = tmp_path / "passphrase"
    spoken.write_text("eleven egrets over the wide bay\n", "utf-8")
    spoken.chmod(0o600)
    with_keys = nightly("store", "backup", "k.bailu", "--passphrase-file", spoken, officer="nightly")
    assert (with_keys.code, Path("k.bailu").exists()) == (77, False)
    assert nightly("officer", "suspend", "lin", officer="nightly").code == 77
    assert nightly("store", "copy", nightly.url, "copy.db", officer="nightly").code == 77
    granted = nightly("officer", "grant", "nightly", "clerk", officer="admin")
    assert (granted.code, "exclude each other" in granted.err) == (65, True)


def test_a_backup_that_has_no_place_is_not_told_of(bureau: Bailu) -> None:
    size = len(bureau.log())
    assert bureau("store", "backup", "nowhere/b.bailu", "--without-keys", officer="admin").code == 69
    assert bureau("store", "backup", "b.bailu", "--without-keys", "--escrow", "e.txt", officer="admin").code == 2
    assert len(bureau.log()) == size


def test_a_role_that_comes_of_a_deputyship_is_not_revoked_but_ended(bureau: Bailu) -> None:
    deputised(bureau)
    refused = bureau("officer", "revoke", "lin", "assessor", officer="admin")
    assert (refused.code, "bailu officer deputy lin --for chen --end" in refused.err) == (65, True)


def test_whoever_confirms_sees_what_a_deputyship_takes_the_place_of(bureau: Bailu) -> None:
    deputised(bureau)
    asked = ("--for", "chen", "--from", FIRST, "--to", "2024-05-31", "-o", "json")
    proposal = bureau("officer", "deputy", "lin", *asked, officer="admin").json["proposal"]
    shown = bureau("confirm", proposal, "--dry-run", officer="xu")
    assert f"It takes the place of: from {FIRST} to {LAST} for chen" in shown.err


def test_an_older_key_is_reported_and_its_officer_goes_on(bureau: Bailu) -> None:
    (number,) = submitted(bureau, training(), until="verified")
    before = {row["officer"]: row["public_key"] for row in bureau("officer", "list", "-o", "json").json}["chen"]
    assert bureau("officer", "rotate-key", "chen", officer="chen", clock=ASSESSED).code == 0
    reported = bureau("officer", "key-lost", "chen", "--since", ASSESSED, "--key", before, officer="xu", clock=ASSESSED)
    assert (reported.code, "goes on" in reported.out) == (0, True)
    assert bureau("application", "assess", number, officer="chen", clock=ASSESSED).code == 0
    unknown = bureau("officer", "key-lost", "chen", "--since", ASSESSED, "--key", "AAAA", officer="xu", clock=ASSESSED)
    assert unknown.code == 66


def test_nobody_opens_a_log_in_the_name_of_the_authority(bailu: Bailu) -> None:
    opening = ("init", "--simulated", "--administrator", "authority-350200")
    assert bailu(*opening, clock="2024-04-29").code == 65
    assert not Path("bailu.keys").exists()


@pytest.mark.parametrize("officer", ["lin", "gao", "xu", "nobody"])
def test_nobody_else_takes_a_backup(bureau: Bailu, officer: str) -> None:
    size = len(bureau.log())
    ran = bureau("store", "backup", "b.bailu", "--without-keys", officer=officer)
    assert (ran.code, Path("b.bailu").exists(), len(bureau.log())) == (69 if officer == "nobody" else 77, False, size)


def test_a_backup_has_the_line_that_says_who_took_it(bureau: Bailu) -> None:
    made = bureau("store", "backup", "b.bailu", "--without-keys", "-o", "json", officer="admin").json
    assert made["size"] == len(bureau.log())
    assert bureau("store", "backup", "b.bailu", "--without-keys", officer="admin").code == 65
    assert len(bureau.log()) == made["size"], "what cannot be written is not announced"


def test_of_a_closed_log_a_backup_is_taken_by_the_same_and_leaves_no_line(bureau: Bailu) -> None:
    assert bureau("store", "copy", "--close", bureau.url, "copy.db", officer="admin").code == 0
    size = len(bureau.log())
    assert bureau("store", "backup", "b.bailu", "--without-keys", officer="lin").code == 77
    assert bureau("store", "backup", "b.bailu", "--without-keys", officer="admin").code == 0
    assert len(bureau.log()) == size


# The authority above is data of the log


def test_an_office_of_another_city_has_its_own_supervising_authority(bailu: Bailu) -> None:
    assert bailu("init", "--simulated", "--supervised-by", "440300", clock="2024-04-29").code == 0
    assert bailu.second_person().code == 0
    opened = bailu.log()[0]["data"]
    assert opened["authority"] == "440300"
    listed = {row["officer"]: row["authority"] for row in bailu("officer", "list", "-o", "json", officer="admin").json}
    assert listed == {"admin": "440300", "xu": "440300"}
    bailu.agreed("officer", "enrol", "lin", "--name", "林", "--role", "clerk", officer="admin", second="xu")
    calendar = ("calendar", "adopt", "2024")
    assert bailu(*calendar, officer="lin").code == 0
    assert bailu("confirm", "office", "--yes", officer="xu").code == 0
    assert bailu("audit", "verify", "--decisions", officer="xu").code == 0


def test_the_second_person_is_of_the_supervising_authority(bailu: Bailu) -> None:
    assert bailu("init", "--simulated", "--supervised-by", "440300", clock="2024-04-29").code == 0
    asked = ("--name", "徐", "--role", "supervisor", "--authority", "440304", "--no-passphrase", "--out", "xu.json")
    assert bailu("officer", "key", "new", "xu", *asked).code == 0
    refused = bailu("officer", "enrol", "--request", "xu.json", officer="admin")
    assert (refused.code, "they work for 440300" in refused.err) == (65, True)


def test_the_request_of_an_authority_is_for_the_one_that_supervises(bailu: Bailu) -> None:
    asked = ("--supervising", "--no-passphrase", "--out", "above.json")
    assert bailu("officer", "key", "new", "authority-440300", *asked).code == 0
    opening = ("init", "--simulated", "--supervising-key", "above.json")
    assert bailu(*opening, clock="2024-04-29").code == 65
    assert bailu(*opening, "--supervised-by", "440300", clock="2024-04-29").code == 0
    assert bailu("audit", "verify", officer="authority-440300").code == 0
