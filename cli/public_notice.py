"""`bailu public-notice`: 公示, what is on notice until when, with the names of people masked."""

from __future__ import annotations

from cli.application.choice import choosing
from cli.application.round import Round
from cli.language import N_
from cli.public_notice_list import list_notices
from cli.verbs import group
from domain.application.commands import CloseNotice, PublishNotice
from domain.application.status import Status


@group("public-notice", help=N_("Public notices: approved applications stand on notice before anything is paid."))
def public_notice() -> None:
    pass


@public_notice.command("publish", help=N_("Put approved applications on public notice, from today on."))
@choosing(Status.APPROVED)
def publish(going: Round) -> int:
    return going.give(lambda number: going.saying(number, PublishNotice(application=number)))


@public_notice.command("close", help=N_("Close notices that have run their time; what they awarded is payable then."))
@choosing(Status.ON_PUBLIC_NOTICE)
def close(going: Round) -> int:
    return going.give(lambda number: going.saying(number, CloseNotice(application=number)))


public_notice.add_command(list_notices)
