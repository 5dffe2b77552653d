"""The help of every verb in one language, as JSON: `python -m tests.documents.helps zh`.

A process of its own, because click keeps the words of the language in which a verb was first imported.
"""

from __future__ import annotations

import json
import subprocess
import sys

from tests.documents.terminal import ROOT, terminal
from tests.documents.verbs import verbs


def helps(language: str) -> dict[str, str]:
    """By verb; without its last sentence, which every help has: where the shared options are told."""
    argv = [sys.executable, "-m", __spec__.name, language]
    ran = subprocess.run(argv, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    by_verb: dict[str, str] = json.loads(ran.stdout)
    return by_verb


def main() -> None:
    by_verb = {}
    with terminal() as desk:
        desk.run(f"export BAILU_LANG={sys.argv[1]}")
        for verb, _module in verbs():
            printed = "\n".join(desk.run(f"bailu {verb} --help").printed)
            by_verb[verb] = printed.strip().rpartition("\n\n")[0]
    json.dump(by_verb, sys.stdout)


if __name__ == "__main__":
    main()
