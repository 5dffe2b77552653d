"""The bank of the demonstration: it credits or returns what it was asked to, and replies in a file as a bank does."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path


def answer(asked: Path, answered: Path, credited_on: str) -> Path:
    """Read the order file of a payment run and write the bank's answer to it, every item credited on `credited_on`."""
    with asked.open(encoding="utf-8-sig", newline="") as file:
        orders = list(csv.DictReader(file))
    rows = []
    for number, order in enumerate(orders, 1):
        batch, amount = order["批次号"], order["金额（元）"]
        reference = f"{credited_on.replace('-', '')}{batch[-4:]}{batch[:3].upper()}{number:04d}"
        rows.append((batch, order["用途/申请编号"], amount, "成功", credited_on, reference, ""))
    return _written(answered, rows)


def send_back(asked: Path, answered: Path, application: str, returned_on: str, reason: str) -> Path:
    """Write the bank's reply that what it had credited to one application has come back."""
    with asked.open(encoding="utf-8-sig", newline="") as file:
        order = next(row for row in csv.DictReader(file) if row["用途/申请编号"] == application)
    reference = f"{returned_on.replace('-', '')}T0001"
    row = (order["批次号"], application, order["金额（元）"], "退回", returned_on, reference, reason)
    return _written(answered, [row])


def _written(answered: Path, rows: Iterable[tuple[str, ...]]) -> Path:
    with answered.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("批次号", "申请编号", "金额(元)", "结果", "入账日期", "银行流水号", "原因"))
        writer.writerows(rows)
    return answered
