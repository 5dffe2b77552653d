"""What is proposed about funds, and the commands that it comes from. ADR 0064."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from domain.base import Event, Struct, event, first
from domain.office.draw_rules import AdoptDrawRules, DrawRules
from domain.office.indicator import Indicator, holder_of


class FundProposal(Event):
    """Anything that is proposed about a fund: officers of its holder answer it."""

    proposal: str
    holder: str
    """The authority that holds the money, or is to hold it."""


@event("office.fund-proposed.v1", first("open-fund", about="proposal", pair="proposal"))
class FundProposed(FundProposal):
    """A fund is to be opened; it gets its number when somebody confirms it."""

    year: int
    """The budget year in which it may be spent."""
    indicator: Indicator
    amount_fen: int
    used_fen: int = 0
    """What of it had been used before this log began."""
    used_document: str | None = None


@event("office.fund-increase-proposed.v1", first("increase-fund", about="proposal", pair="proposal"))
class FundIncreaseProposed(FundProposal):
    """追加."""

    fund: str
    amount_fen: int
    document: str


@event("office.fund-transfer-proposed.v1", first("transfer-fund", about="proposal", pair="proposal"))
class FundTransferProposed(FundProposal):
    """调剂."""

    fund: str
    to: str
    amount_fen: int
    document: str


@event("office.fund-carry-over-proposed.v1", first("carry-over-fund", about="proposal", pair="proposal"))
class FundCarryOverProposed(FundProposal):
    """结转: `amount_fen` is all that is left, `reserved_fen` what is reserved for allotments and goes along."""

    fund: str
    amount_fen: int
    reserved_fen: int = 0


@event("office.fund-surrender-proposed.v1", first("surrender-fund", about="proposal", pair="proposal"))
class FundSurrenderProposed(FundProposal):
    """收回结余: `amount_fen` is all that is left, `treasury_due_fen` all that is due to the treasury besides."""

    fund: str
    amount_fen: int
    treasury_due_fen: int
    document: str


@event("office.fund-plan-proposed.v1", first("plan-fund", about="proposal", pair="proposal"))
class FundPlanProposed(FundProposal):
    """用款计划: what the treasury is to let the office spend of the fund by one month, in the place of what it was."""

    fund: str
    month: date
    """Its first day."""
    amount_fen: int
    document: str


@event("office.fund-close-proposed.v1", first("close-fund", about="proposal", pair="proposal"))
class FundCloseProposed(FundProposal):
    """It is empty, and is to take nothing any more."""

    fund: str


@event("office.draw-rules-proposed.v1", first("adopt-draw-rules", about="proposal", pair="proposal"))
class DrawRulesProposed(Event):
    """A table of draw rules, whole, so that the second person adopts exactly what the first has read."""

    proposal: str
    policy: str
    rules: DrawRules
    digest: str

    @property
    def happened_on(self) -> date:
        return self.rules.applies_from


class FundCommand(Struct):
    """Anything that somebody is to have happen to a fund."""


class OpenFund(FundCommand):
    """Have a fund opened: money of one holder for one budget year, by one document."""

    holder: str
    year: int
    indicator: Indicator
    amount_fen: int
    used_fen: int = 0
    used_document: str | None = None


class IncreaseFund(FundCommand):
    """Have more money in a fund, by a document of its own."""

    fund: str
    amount_fen: int
    document: str


class TransferFund(FundCommand):
    """Have money of one fund in another of its holder, source and year."""

    fund: str
    to: str
    amount_fen: int
    document: str


class CarryOverFund(FundCommand):
    """Have what is left at the end of the year, which is `amount_fen`, in a fund of the next one, and with it what is
    reserved for allotments, which is `reserved_fen`.
    """

    fund: str
    amount_fen: int
    reserved_fen: int = 0


class SurrenderFund(FundCommand):
    """Have taken back by the treasury what is left, which is `amount_fen`, and what is due to it."""

    fund: str
    amount_fen: int
    treasury_due_fen: int
    document: str


class PlanFund(FundCommand):
    """Have a plan for what the treasury pays from a fund in one month, which begins on `month`."""

    fund: str
    month: date
    amount_fen: int
    document: str


class CloseFund(FundCommand):
    """Have a fund closed that is empty."""

    fund: str


AnyFundProposal = (
    FundProposed
    | FundIncreaseProposed
    | FundTransferProposed
    | FundCarryOverProposed
    | FundSurrenderProposed
    | FundPlanProposed
    | FundCloseProposed
)
ENDING = frozenset({"carry-over-fund", "surrender-fund", "close-fund"})
"""The permissions under which a fund ends."""

AnyFundCommand = OpenFund | IncreaseFund | TransferFund | CarryOverFund | SurrenderFund | PlanFund | CloseFund


def act_on_fund(proposed: AnyFundProposal) -> str:
    """The permission under which it was proposed."""
    match proposed:
        case FundProposed():
            return "open-fund"
        case FundIncreaseProposed():
            return "increase-fund"
        case FundTransferProposed():
            return "transfer-fund"
        case FundCarryOverProposed():
            return "carry-over-fund"
        case FundSurrenderProposed():
            return "surrender-fund"
        case FundPlanProposed():
            return "plan-fund"
        case FundCloseProposed():
            return "close-fund"
    assert_never(proposed)


def ended_by(proposed: Event) -> str | None:
    """The fund that ends when this is confirmed; None where none does."""
    ends = FundCarryOverProposed | FundSurrenderProposed | FundCloseProposed
    return proposed.fund if isinstance(proposed, ends) else None


def fund_proposal(command: AnyFundCommand, name: str) -> AnyFundProposal:
    """The event that proposes what the command asks for. Whoever holds the fund answers it: its number says who."""
    match command:
        case OpenFund():
            return FundProposed(
                proposal=name,
                holder=command.holder,
                year=command.year,
                indicator=command.indicator,
                amount_fen=command.amount_fen,
                used_fen=command.used_fen,
                used_document=command.used_document,
            )
        case IncreaseFund(fund=fund, amount_fen=amount_fen, document=document):
            return FundIncreaseProposed(
                proposal=name, holder=holder_of(fund), fund=fund, amount_fen=amount_fen, document=document
            )
        case TransferFund(fund=fund, to=to, amount_fen=amount_fen, document=document):
            return FundTransferProposed(
                proposal=name, holder=holder_of(fund), fund=fund, to=to, amount_fen=amount_fen, document=document
            )
        case CarryOverFund(fund=fund, amount_fen=amount_fen, reserved_fen=reserved_fen):
            return FundCarryOverProposed(
                proposal=name, holder=holder_of(fund), fund=fund, amount_fen=amount_fen, reserved_fen=reserved_fen
            )
        case SurrenderFund(fund=fund):
            return FundSurrenderProposed(
                proposal=name,
                holder=holder_of(fund),
                fund=fund,
                amount_fen=command.amount_fen,
                treasury_due_fen=command.treasury_due_fen,
                document=command.document,
            )
        case PlanFund(fund=fund, month=month, amount_fen=amount_fen, document=document):
            return FundPlanProposed(
                proposal=name,
                holder=holder_of(fund),
                fund=fund,
                month=month,
                amount_fen=amount_fen,
                document=document,
            )
        case CloseFund(fund=fund):
            return FundCloseProposed(proposal=name, holder=holder_of(fund), fund=fund)
    assert_never(command)


def fund_command(proposed: AnyFundProposal) -> AnyFundCommand:
    """The command that such an event came from."""
    match proposed:
        case FundProposed():
            return OpenFund(
                holder=proposed.holder,
                year=proposed.year,
                indicator=proposed.indicator,
                amount_fen=proposed.amount_fen,
                used_fen=proposed.used_fen,
                used_document=proposed.used_document,
            )
        case FundIncreaseProposed(fund=fund, amount_fen=amount_fen, document=document):
            return IncreaseFund(fund=fund, amount_fen=amount_fen, document=document)
        case FundTransferProposed(fund=fund, to=to, amount_fen=amount_fen, document=document):
            return TransferFund(fund=fund, to=to, amount_fen=amount_fen, document=document)
        case FundCarryOverProposed(fund=fund, amount_fen=amount_fen, reserved_fen=reserved_fen):
            return CarryOverFund(fund=fund, amount_fen=amount_fen, reserved_fen=reserved_fen)
        case FundSurrenderProposed(fund=fund, amount_fen=amount_fen, treasury_due_fen=due_fen, document=document):
            return SurrenderFund(fund=fund, amount_fen=amount_fen, treasury_due_fen=due_fen, document=document)
        case FundPlanProposed(fund=fund, month=month, amount_fen=amount_fen, document=document):
            return PlanFund(fund=fund, month=month, amount_fen=amount_fen, document=document)
        case FundCloseProposed(fund=fund):
            return CloseFund(fund=fund)
    assert_never(proposed)


def rules_proposal(command: AdoptDrawRules, name: str) -> DrawRulesProposed:
    return DrawRulesProposed(proposal=name, policy=command.rules.policy, rules=command.rules, digest=command.digest)
