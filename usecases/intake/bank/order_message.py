"""A payment run as a message: the customer credit transfer initiation pain.001.001.09 of ISO 20022. ADR 0076.

The message follows from its items and the day on which they are to be paid, and its id from the items alone: a bank
that gets the same items again takes them for a duplicate, whatever day it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from domain.errors import NotAllowed
from usecases.intake.bank.end_to_end import LENGTH_MAX, PERMITTED, end_to_end_id, short_run
from usecases.intake.bank.items import PaymentOrder, numbers_of, plain_yuan
from usecases.intake.bank.message_forms import MessageOrders, Payer
from usecases.intake.bank.profile import remark_of

PAIN_001 = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
NAME_LENGTH_MAX = 140
ACCOUNT_LENGTH_MAX = 34

HOLDER, BANK, UNION_NUMBER = "Cdtr/Nm", "CdtrAgt/FinInstnId/Nm", "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId"
ACCOUNT, REMARK, ID = "CdtrAcct/Id/Othr/Id", "RmtInf/Ustrd", "PmtId/EndToEndId"
"""The elements in which the values of an item stand, by which a refusal names them."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def order_message(profile: str, form: MessageOrders, orders: Sequence[PaymentOrder], *, own: bool) -> bytes:
    """The message about some items of one run, of the bank's `own` accounts or of any.

    Raises `NotAllowed`: `payer-unnamed` for a profile that does not say who pays, `order-value-missing` for an item
    without what the bank asks for, `order-value-too-long` and `order-not-writable` for one that no message can have.
    """
    if form.payer is None:
        raise NotAllowed("payer-unnamed", profile=profile)
    document = Element("Document", {"xmlns": PAIN_001})
    initiation = SubElement(document, "CstmrCdtTrfInitn")
    message_id = _message_id(orders)
    day = orders[0].pay_on.isoformat()
    count, total = str(len(orders)), plain_yuan(sum(one.amount_fen for one in orders))

    header = SubElement(initiation, "GrpHdr")
    _put(header, "MsgId", message_id)
    _put(header, "CreDtTm", f"{day}T00:00:00+08:00")
    _put(header, "NbOfTxs", count)
    _put(header, "CtrlSum", total)
    _party(header, "InitgPty", form.payer.initiating_party or form.payer.name, form.payer.organisation_id)

    payment = SubElement(initiation, "PmtInf")
    _put(payment, "PmtInfId", message_id)
    _put(payment, "PmtMtd", "TRF")
    _put(payment, "BtchBookg", "true" if form.batch_booking else "false")
    _put(payment, "NbOfTxs", count)
    _put(payment, "CtrlSum", total)
    _put(payment, "ReqdExctnDt/Dt", day)
    _payer(payment, form.payer)
    for one in orders:
        _transfer(payment, form, one, own=own)
    indent(document)
    return bytes(tostring(document, encoding=form.encoding.upper(), xml_declaration=True)) + b"\n"


def _payer(payment: Element, payer: Payer) -> None:
    _party(payment, "Dbtr", payer.name, payer.organisation_id)
    account = SubElement(payment, "DbtrAcct")
    _put(account, "Id/Othr/Id", payer.account)
    _put(account, "Ccy", "CNY")
    bank = SubElement(SubElement(payment, "DbtrAgt"), "FinInstnId")
    if payer.bic is not None:
        _put(bank, "BICFI", payer.bic)
    if payer.union_number is not None:
        _member(bank, payer.union_number)


def _transfer(payment: Element, form: MessageOrders, order: PaymentOrder, *, own: bool) -> None:
    """One item. What it has to have, it has, or it is refused by its number and the element."""
    id_ = end_to_end_id(order.batch, order.application, order.fund.get("fund") if form.item == "fund" else None)
    if id_ is None:
        raise NotAllowed("order-value-too-long", application=order.application, heading=ID, length_max=LENGTH_MAX)
    holder = _checked(order, HOLDER, order.holder, NAME_LENGTH_MAX)
    account = _checked(order, ACCOUNT, order.account, ACCOUNT_LENGTH_MAX, permitted=PERMITTED)
    bank = _asked(order, BANK, order.bank, form.bank_name, own=own)
    union_number = _asked(order, UNION_NUMBER, order.union_number or "", form.union_number, own=own)
    remark = remark_of(form.remark, numbers_of(order)) if form.remark is not None else ""

    transfer = SubElement(payment, "CdtTrfTxInf")
    _put(transfer, "PmtId/EndToEndId", id_)
    SubElement(SubElement(transfer, "Amt"), "InstdAmt", {"Ccy": "CNY"}).text = plain_yuan(order.amount_fen)
    if bank or union_number:
        agent = SubElement(SubElement(transfer, "CdtrAgt"), "FinInstnId")
        if union_number:
            _member(agent, union_number)
        if bank:
            _put(agent, "Nm", bank)
    _put(transfer, HOLDER, holder)
    _put(transfer, ACCOUNT, account)
    if remark:
        _put(transfer, REMARK, _checked(order, REMARK, remark, NAME_LENGTH_MAX))


def _asked(order: PaymentOrder, heading: str, written: str, required: str, *, own: bool) -> str:
    """A value that not every bank asks for."""
    if not written and (required == "always" or (required == "other-bank" and not own)):
        raise NotAllowed("order-value-missing", application=order.application, heading=heading)
    return _checked(order, heading, written, NAME_LENGTH_MAX) if written else ""


def _checked(
    order: PaymentOrder, heading: str, written: str, length_max: int, permitted: re.Pattern[str] | None = None
) -> str:
    if not written:
        raise NotAllowed("order-value-missing", application=order.application, heading=heading)
    if len(written) > length_max:
        raise NotAllowed("order-value-too-long", application=order.application, heading=heading, length_max=length_max)
    if _NOT_XML.search(written) or (permitted is not None and permitted.fullmatch(written) is None):
        raise NotAllowed("order-not-writable", application=order.application, heading=heading)
    return written


def _message_id(orders: Sequence[PaymentOrder]) -> str:
    """The run, and what tells these items of it from others."""
    first = orders[0]
    run = short_run(first.batch)
    items = sha256(
        repr([(one.application, one.fund.get("fund"), one.account, one.amount_fen) for one in orders]).encode()
    )
    id_ = f"{run}/{items.hexdigest()[:12]}"
    if run is None or len(id_) > LENGTH_MAX:
        raise NotAllowed("order-value-too-long", application=first.application, heading="MsgId", length_max=LENGTH_MAX)
    return id_


def _party(parent: Element, tag: str, name: str, organisation_id: str | None) -> None:
    party = SubElement(parent, tag)
    _put(party, "Nm", name)
    if organisation_id is not None:
        _put(party, "Id/OrgId/Othr/Id", organisation_id)


def _member(bank: Element, union_number: str) -> None:
    """A bank by its number in the payment system of the People's Bank (联行号)."""
    member = SubElement(bank, "ClrSysMmbId")
    _put(member, "ClrSysId/Cd", "CNAPS")
    _put(member, "MmbId", union_number)


def _put(parent: Element, path: str, text: str) -> None:
    for tag in path.split("/"):
        parent = SubElement(parent, tag)
    parent.text = text
