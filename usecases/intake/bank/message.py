"""Messages of ISO 20022 that are read here, as trees of the elements that matter. ADR 0076."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from usecases.intake.formats.xml_tree import Element, read_xml
from usecases.problems import Problem, problem

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
_VERSIONS: Mapping[str, str] = {
    "pain.001": "pain.001.001.09",
    "pain.002": "pain.002.001.10",
    "camt.053": "camt.053.001.08",
    "camt.054": "camt.054.001.08",
}
_ELEMENTS = (
    "Document", "GrpHdr", "MsgId", "Acct", "Id", "IBAN", "Othr", "Amt", "InstdAmt", "Sts", "Cd", "Prtry", "Dt",
    "DtTm", "Rsn", "AddtlInf", "RmtInf", "Ustrd", "NbOfTxs", "CstmrCdtTrfInitn", "PmtInf", "CdtTrfTxInf", "PmtId",
    "EndToEndId", "CtrlSum", "DbtrAcct", "CstmrPmtStsRpt", "OrgnlGrpInfAndSts", "OrgnlMsgId", "GrpSts",
    "OrgnlPmtInfAndSts", "OrgnlPmtInfId", "PmtInfSts", "TxInfAndSts", "OrgnlEndToEndId", "TxSts", "StsRsnInf",
    "AcctSvcrRef", "OrgnlTxRef", "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn", "Stmt", "Ntfctn", "StmtPgntn",
    "NtfctnPgntn", "PgNb", "LastPgInd", "TxsSummry", "TtlNtries", "NbOfNtries", "Sum", "Ntry", "CdtDbtInd", "RvslInd",
    "BookgDt", "ValDt", "BkTxCd", "Domn", "Fmly", "SubFmlyCd", "NtryDtls", "Btch", "PmtInfId", "TxDtls", "Refs",
    "AmtDtls", "TxAmt", "RtrInf", "NtryRef", "AddtlNtryInf", "AddtlTxInf", "InstrId", "TxId", "ClrSysRef", "Strd",
    "AddtlRmtInf", "CdtrRefInf", "Ref",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message by its name, such as `camt.053`, and what stands in its document."""

    name: str
    document: Element


def read_message(content: bytes) -> Message | Problem:
    """The message in a file; a problem for what is damaged, too large, or of a kind or version that is not read."""
    read = read_xml(content, _ELEMENTS)
    if isinstance(read, Problem):
        return read
    namespace, document = read
    version = re.sub(r"[^a-z0-9.]", "", namespace.removeprefix(_NAMESPACE)[:40])
    for name, readable in _VERSIONS.items():
        if version == readable and document.name == "Document":
            return Message(name=name, document=document)
    return problem("message-not-read", name=version, names=", ".join(_VERSIONS.values()))
