from __future__ import annotations

import pytest

from domain.entitlement.edition import Edition
from policies import shipped
from policies.loader import load


@pytest.fixture(scope="session")
def edition() -> Edition:
    return load(shipped("xiamen-2023-187"))
