"""`bailu bank profiles`: list the bank profiles, or show one."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_record, print_table
from cli.parameters import SETTING
from cli.verbs import Verb, output_option
from presentation.language import N_, _
from usecases.session.settings import Settings


@click.command(
    "profiles",
    cls=Verb,
    help=N_(
        "List the bank profiles, or show one.\n\n"
        "NAME is that of a profile, or the path of a file (.toml) with one of your own, which is checked so."
    ),
)
@click.argument("name", required=False, type=SETTING)
@output_option
@click.pass_obj
def command(settings: Settings, name: str | None, output: str | None) -> None:
    from usecases.intake.bank.described import AnswerRow, ColumnRow, ListedProfile, described, listed

    if name is None:
        print_listing(ListedProfile, listed(settings), output)
        return
    profile = described(settings, name)
    if output in ("csv", "xlsx"):
        print_listing(ColumnRow, profile.columns, output)
    elif not print_record(profile, output):
        print_table(ListedProfile, [profile])
        for line in profile.lines:
            print_line(line)
        print_table(ColumnRow, profile.columns, title=N_("What the bank is given"))
        print_table(AnswerRow, profile.answers, title=N_("What the bank answers"))
        if not profile.confirmed:
            print_line(_("To be checked with the bank before the first run."))
