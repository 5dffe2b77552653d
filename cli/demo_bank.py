"""The bank of the demo: it credits what it was asked to, and says so in a file, as a bank would."""

from __future__ import annotations

import csv
from pathlib import Path


def answer(asked: Path, answered: Path, credited_on: str) -> Path:
    """Read the order file of a payment run and write the bank's answer to it, every item credited on `credited_on`."""
    with asked.open(encoding="utf-8-sig", newline="") as file:
        orders = list(csv.DictReader(file))
    with answered.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("批次号", "申请编号", "金额(元)", "结果", "入账日期", "银行流水号", "原因"))
        for number, order in enumerate(orders, 1):
            batch, amount = order["批次号"], order["金额（元）"]
            reference = f"{credited_on.replace('-', '')}{batch[-4:]}{batch[:3].upper()}{number:04d}"
            writer.writerow((batch, order["用途/申请编号"], amount, "成功", credited_on, reference, ""))
    return answered
