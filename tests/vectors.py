"""Where other people's test vectors lie: beside the repository or where BAILU_VECTORS says. None of them is kept here.

Without them, what asks for them is skipped with a reason, which the end of the run repeats.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

WITHOUT_VECTORS = "without other people's vectors: "
FOLDER = Path(os.environ.get("BAILU_VECTORS") or Path(__file__).parents[1].parent / "shared" / "vectors")


def vectors(name: str) -> Path:
    """A file or a folder of the vectors; skips where there is none."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{WITHOUT_VECTORS}{name} is not there; set BAILU_VECTORS to their folder")
    return path


def json_of(name: str) -> Any:
    return json.loads(vectors(name).read_text("utf-8"))
