"""What is proposed about funds and draw rules, in sentences: what the second person is shown before they confirm."""

from __future__ import annotations

from collections.abc import Iterator

from domain.money import yuan
from domain.office.book_months import MonthCloseProposed
from domain.office.draw_rules import DrawRules
from domain.office.fund_proposals import (
    AnyFundProposal,
    DrawRulesProposed,
    FundCarryOverProposed,
    FundCloseProposed,
    FundIncreaseProposed,
    FundPlanProposed,
    FundProposed,
    FundSurrenderProposed,
    FundTransferProposed,
)
from domain.office.indicator import Indicator
from presentation.labels.vocabulary import label
from presentation.language import _
from presentation.words.amounts import amount_in_words
from usecases.dossiers.draw_rules import money_in_words


def about_fund(officer: str, proposed: AnyFundProposal) -> Iterator[str]:
    """Amounts in figures and in capitals."""
    match proposed:
        case FundProposed(holder=holder, year=year, indicator=indicator):
            yield _("%(officer)s: open a fund of %(holder)s for %(year)s with %(amount)s, by %(document)s") % {
                "officer": officer,
                "holder": holder,
                "year": year,
                "amount": amount_in_words(proposed.amount_fen),
                "document": indicator.document,
            }
            yield indicator_in_words(indicator)
            if proposed.used_fen:
                sentence = _("Used before this log began: %(amount)s, by %(document)s")
                amount = amount_in_words(proposed.used_fen)
                yield sentence % {"amount": amount, "document": proposed.used_document}
        case FundIncreaseProposed(fund=fund, amount_fen=amount_fen, document=document):
            sentence = _("%(officer)s: increase the fund %(fund)s by %(amount)s, by %(document)s")
            yield sentence % {
                "officer": officer,
                "fund": fund,
                "amount": amount_in_words(amount_fen),
                "document": document,
            }
        case FundTransferProposed(fund=fund, to=to, amount_fen=amount_fen, document=document):
            sentence = _("%(officer)s: transfer %(amount)s from the fund %(fund)s to %(to)s, by %(document)s")
            yield sentence % {
                "officer": officer,
                "fund": fund,
                "to": to,
                "amount": amount_in_words(amount_fen),
                "document": document,
            }
        case FundCarryOverProposed(fund=fund, amount_fen=amount_fen):
            sentence = _("%(officer)s: carry what is left of the fund %(fund)s over into the next year: %(amount)s")
            yield sentence % {"officer": officer, "fund": fund, "amount": amount_in_words(amount_fen)}
            if proposed.reserved_fen:
                reserved = amount_in_words(proposed.reserved_fen)
                yield _("Reserved for allotments, and carried over with it: %(amount)s") % {"amount": reserved}
        case FundSurrenderProposed(fund=fund, document=document):
            sentence = _(
                "%(officer)s: surrender what is left of the fund %(fund)s, %(amount)s, and what is due to the "
                "treasury, %(due)s, by %(document)s"
            )
            yield sentence % {
                "officer": officer,
                "fund": fund,
                "amount": amount_in_words(proposed.amount_fen),
                "due": amount_in_words(proposed.treasury_due_fen),
                "document": document,
            }
        case FundPlanProposed(fund=fund, month=month, amount_fen=amount_fen, document=document):
            sentence = _("%(officer)s: plan the use of the fund %(fund)s in %(month)s: %(amount)s, by %(document)s")
            yield sentence % {
                "officer": officer,
                "fund": fund,
                "month": f"{month:%Y-%m}",
                "amount": amount_in_words(amount_fen),
                "document": document,
            }
        case FundCloseProposed(fund=fund):
            yield _("%(officer)s: close the fund %(fund)s, which is empty") % {"officer": officer, "fund": fund}


def about_month(officer: str, proposed: MonthCloseProposed) -> Iterator[str]:
    """With what each account comes to, funds together."""
    sentence = _("%(officer)s: close %(month)s in the books of %(authority)s, and all months before it")
    yield sentence % {"officer": officer, "month": proposed.month, "authority": proposed.authority}
    balances: dict[str, int] = {}
    for one in proposed.balances:
        balances[one.account] = balances.get(one.account, 0) + one.amount_fen
    for account, fen in balances.items():
        if fen:
            side = _("debit") if fen > 0 else _("credit")
            yield f"{account} {label(account)}: {side} {yuan(abs(fen))}"


def indicator_in_words(indicator: Indicator) -> str:
    """All that the document says of the money."""
    told = [
        label(indicator.source),
        indicator.programme,
        _("money of %(year)s") % {"year": indicator.origin_year},
        _("direct funds") if indicator.direct else None,
        _("function %(account)s") % {"account": indicator.function} if indicator.function else None,
        _("economic account %(account)s") % {"account": indicator.economic} if indicator.economic else None,
        _("project %(project)s") % {"project": indicator.project} if indicator.project else None,
        _("vouchers %(numbers)s") % {"numbers": " ".join(indicator.vouchers)} if indicator.vouchers else None,
    ]
    return _(", ").join(part for part in told if part)


def about_draw_rules(officer: str, proposed: DrawRulesProposed) -> Iterator[str]:
    """Rule by rule."""
    rules: DrawRules = proposed.rules
    sentence = _("%(officer)s: adopt the draw rules %(rules)s, from %(applies_from)s on")
    yield sentence % {"officer": officer, "rules": rules.ref, "applies_from": rules.applies_from}
    yield _("By %(document)s of %(body)s") % {"document": rules.document, "body": rules.body}
    for allowed in rules.allowed:
        values = {"schemes": ", ".join(allowed.schemes), "money": money_in_words(allowed.money)}
        yield _("%(schemes)s: may be paid from %(money)s") % values
    for forbidden in rules.forbidden:
        schemes = ", ".join(forbidden.schemes) or _("any scheme")
        values = {"schemes": schemes, "money": money_in_words(forbidden.money), "because": forbidden.because}
        yield _("%(schemes)s: never from %(money)s: %(because)s") % values
    yield _("Digest of its file: %(digest)s") % {"digest": proposed.digest}
