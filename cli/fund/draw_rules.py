"""`bailu fund draw-rules`: adopt which money each scheme may be paid from, or show it."""

from __future__ import annotations

import click

from cli.output import print_line, print_listing, print_record
from cli.parameters import FILE_OR_NAME
from cli.verbs import Verb, command_id_option, dry_run_option, output_option
from cli.waiting import print_waiting
from presentation.language import N_, _
from usecases.commands.adopt_draw_rules import adopt_draw_rules
from usecases.dossiers.draw_rules import ListedRule, draw_rules
from usecases.session.officer_session import OfficerSession
from usecases.session.settings import Settings


@click.command(
    "draw-rules",
    cls=Verb,
    help=N_(
        "Propose a table (TOML) of which money each scheme may be paid from; another finance officer of the "
        "supervising authority confirms it. Without a file, show the tables that were adopted.\n\n"
        "A later table has the next number and says from which day on it applies. While none applies, each case is "
        "paid in the funding order of its notice."
    ),
)
@click.argument("file", type=FILE_OR_NAME, required=False)
@dry_run_option
@command_id_option
@output_option
@click.pass_obj
def command(settings: Settings, file: str | None, dry_run: bool, command_id: str | None, output: str | None) -> None:
    session = OfficerSession(settings)
    if file is None:
        print_listing(ListedRule, draw_rules(session), output)
        return
    adoption = adopt_draw_rules(session, file, command_id=command_id, dry_run=dry_run)
    rules = adoption.rules
    if print_record(rules, output):
        return
    values = {"rules": rules.rules, "count": rules.allowed + rules.forbidden, "applies_from": rules.applies_from}
    if not adoption.changes:
        print_line(_("The draw rules %(rules)s were adopted before: nothing changed.") % values)
    elif dry_run:
        print_line(_("Would propose the draw rules %(rules)s, %(count)s rule(s), from %(applies_from)s on.") % values)
    else:
        print_line(_("The draw rules %(rules)s are proposed, %(count)s rule(s), from %(applies_from)s on.") % values)
        print_waiting(rules.proposal)
