"""Which roles there are, and what each may begin or confirm."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from domain.base import Struct


class Role(StrEnum):
    CLERK = "clerk"
    ASSESSOR = "assessor"
    APPROVER = "approver"
    FINANCE = "finance"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"
    SERVICE = "service"
    """No person: a machine that takes backups by timer. It opens no names, and holds no outer keys."""
    SUPERVISING_AUTHORITY = "supervising-authority"
    """The authority above the office, under the key that the first line of the log has. It is granted to nobody."""


class Scope(StrEnum):
    """The officers of which authorities may: those of the supervising one may always."""

    SUBJECT = "subject"
    """Those of the authority that it is about, where it is about one."""
    SUPERVISING = "supervising"
    """None but those of the supervising one, since it holds for every authority."""
    OFFICE = "office"
    """Those of any: it is about the office as a whole, or about the officer who does it."""


class Permission(Struct):
    """Who may begin an act, and, where another has to confirm it, who may: whoever has one of the roles."""

    first: tuple[Role, ...]
    second: tuple[Role, ...] = ()
    scope: Scope = Scope.SUBJECT


_KEEPING = (Role.ADMINISTRATOR, Role.SUPERVISOR)
_KEEPING_OR_ABOVE = (*_KEEPING, Role.SUPERVISING_AUTHORITY)
"""Any two of these keep the office able to work, also when the only administrator is lost."""

_PAIR_OF_FINANCE = Permission(first=(Role.FINANCE,), second=(Role.FINANCE,))
PERMISSIONS: Mapping[str, Permission] = {
    "submit": Permission(first=(Role.CLERK,)),
    "backdated-receipt": Permission(first=(Role.CLERK,), second=(Role.SUPERVISOR,)),
    "other-account-holder": Permission(first=(Role.CLERK,), second=(Role.FINANCE,)),
    "code-as-printed": Permission(first=(Role.CLERK,), second=(Role.SUPERVISOR,)),
    "accept": Permission(first=(Role.CLERK,)),
    "refuse": Permission(first=(Role.CLERK,)),
    "transfer": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "request-correction": Permission(first=(Role.CLERK,)),
    "correct": Permission(first=(Role.CLERK,)),
    "withdraw": Permission(first=(Role.CLERK,)),
    "verify": Permission(first=(Role.CLERK,)),
    "assess": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "follow-up": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "publish-notice": Permission(first=(Role.CLERK,)),
    "close-notice": Permission(first=(Role.CLERK,)),
    "milestone": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "order-payment": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "export-payment": Permission(first=(Role.FINANCE,)),
    "attach-to-run": Permission(first=(Role.FINANCE,)),
    "record-credits": Permission(first=(Role.FINANCE,)),
    "differing-reply": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "correct-reply": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "assign-clearing": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "suspend": Permission(first=(Role.CLERK,)),
    "resume": Permission(first=(Role.CLERK,)),
    "attach": Permission(first=(Role.CLERK,)),
    "account": Permission(first=(Role.CLERK,), second=(Role.FINANCE,)),
    "raise-objection": Permission(first=(Role.CLERK,)),
    "answer-objection": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "take-back-refusal": Permission(first=(Role.CLERK,), second=(Role.SUPERVISOR,)),
    "take-back-rejection": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "waive": Permission(first=(Role.APPROVER,), second=(Role.SUPERVISOR,)),
    "revise": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "notify-recovery": Permission(first=(Role.FINANCE,)),
    "hear-recovery": Permission(first=(Role.FINANCE,)),
    "demand-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "reduce-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "cancel-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "write-off-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "refer-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "serve-recovery": Permission(first=(Role.FINANCE,)),
    "serve-recovery-letter": Permission(first=(Role.FINANCE,)),
    "remind-recovery": Permission(first=(Role.FINANCE,)),
    "object-to-recovery": Permission(first=(Role.FINANCE,)),
    "plan-recovery": Permission(first=(Role.FINANCE,)),
    "receive-recovery": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "correct-receipt": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "pay-out-recovery": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "offset-recovery": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,)),
    "issue-letter": Permission(first=(Role.CLERK,)),
    "issue-demand": Permission(first=(Role.FINANCE,)),
    "serve-letter": Permission(first=(Role.CLERK,)),
    "link-persons": Permission(first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,), scope=Scope.SUPERVISING),
    "share-limits": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,), scope=Scope.SUPERVISING),
    "import-lines": Permission(first=(Role.ASSESSOR,), second=(Role.APPROVER,)),
    "import-recovery": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "two-names": Permission(first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,), scope=Scope.SUPERVISING),
    "open-fund": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "increase-fund": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "transfer-fund": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "plan-fund": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    "close-fund": Permission(first=(Role.FINANCE,), second=(Role.SUPERVISOR,)),
    **dict.fromkeys(("carry-over-fund", "surrender-fund", "close-month"), _PAIR_OF_FINANCE),
    **{f"{act}-allotment": _PAIR_OF_FINANCE for act in ("make", "release", "settle", "reclaim", "receive")},
    "evaluate-allotment": Permission(first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,)),
    "adopt-draw-rules": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,), scope=Scope.SUPERVISING),
    "register-entry": Permission(first=(Role.CLERK,), second=(Role.SUPERVISOR,), scope=Scope.SUPERVISING),
    "adopt-policy": Permission(first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,), scope=Scope.SUPERVISING),
    "adopt-standard": Permission(
        first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,), scope=Scope.SUPERVISING
    ),
    "adopt-calendar": Permission(
        first=(Role.CLERK, Role.SUPERVISOR), second=(Role.SUPERVISOR,), scope=Scope.SUPERVISING
    ),
    "give-rights": Permission(
        first=(Role.ADMINISTRATOR,), second=(Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SUPERVISING_AUTHORITY)
    ),
    "replace-administrator": Permission(first=(Role.SUPERVISOR,), second=(Role.SUPERVISOR, Role.SUPERVISING_AUTHORITY)),
    "except-officer": Permission(first=(Role.ADMINISTRATOR,), second=(Role.SUPERVISING_AUTHORITY,)),
    "appoint-deputy": Permission(
        first=(Role.ADMINISTRATOR,), second=(Role.ADMINISTRATOR, Role.SUPERVISOR, Role.SUPERVISING_AUTHORITY)
    ),
    "take-rights": Permission(first=_KEEPING, second=_KEEPING_OR_ABOVE),
    "second-person": Permission(first=(Role.ADMINISTRATOR,), scope=Scope.OFFICE),
    "own-key": Permission(first=tuple(Role), scope=Scope.OFFICE),
    "suspend-officer": Permission(first=_KEEPING),
    "keep-officers": Permission(first=(Role.ADMINISTRATOR,)),
    "back-up": Permission(first=(Role.ADMINISTRATOR, Role.SERVICE), scope=Scope.SUPERVISING),
    "back-up-with-keys": Permission(first=(Role.ADMINISTRATOR,), scope=Scope.SUPERVISING),
    "restore-log": Permission(first=(Role.ADMINISTRATOR,), scope=Scope.SUPERVISING),
    "close-log": Permission(first=(Role.ADMINISTRATOR,), scope=Scope.SUPERVISING),
    "reopen-office": Permission(first=_KEEPING, second=_KEEPING_OR_ABOVE, scope=Scope.OFFICE),
    "declare-fault": Permission(first=_KEEPING, second=_KEEPING_OR_ABOVE, scope=Scope.OFFICE),
    "declare-sent": Permission(first=(Role.FINANCE,), second=(Role.FINANCE,), scope=Scope.OFFICE),
}
