"""Whether a bank blames the account for money that did not arrive: then nobody orders to it before two stood by it."""

from __future__ import annotations

_OF_THE_ACCOUNT = (
    "户名", "账号", "帐号", "账户", "帐户", "卡号", "销户", "冻结", "挂失", "止付", "不符", "不存在", "收款人", "行号",
    "开户行", "account", "payee", "beneficiary",
)  # fmt: skip
"""Words with which banks name what is wrong with an account, as against their systems, limits and hours."""


def of_the_account(reason: str | None) -> bool:
    """Whether a reason is the account's; none at all is not."""
    return any(word in (reason or "").lower() for word in _OF_THE_ACCOUNT)
