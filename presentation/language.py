"""Which language the officer reads. One catalog serves our sentences and click's own, through the standard gettext.

Sentences stand in the code in English, marked by `N_` where they are data and by `_` where they are said. The Chinese
of each is in `presentation/locale/zh/LC_MESSAGES/bailu.po`. ADR 0015.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_DOMAIN = "bailu"
_FOLDER = str(Path(__file__).parent / "locale")


def N_(sentence: str) -> str:  # noqa: N802  the name by which extraction tools know it
    """Mark a sentence that is data, to be translated where it is said."""
    return sentence


def _(sentence: str | None) -> str:
    """Say a sentence; nothing, when there is none."""
    if not sentence:
        return ""
    return _chinese().gettext(sentence) if spoken() == "zh" else sentence


@cache
def _chinese() -> gettext.NullTranslations:
    # The module's own `gettext` looks for the catalog's file at every sentence, and a list may have thousands.
    return gettext.translation(_DOMAIN, _FOLDER, ["zh"])


def flagged(argv: Sequence[str]) -> str | None:
    """The language that `--lang` asks for, looked up before anything is parsed, so that `--help` is said in it, too."""
    for index, argument in enumerate(argv):
        flag, equals, value = argument.partition("=")
        if flag == "--lang":
            language = value if equals else "".join(argv[index + 1 : index + 2])
            if language in LANGUAGES:
                return language
    return None


def of_locale(environ: Mapping[str, str]) -> str:
    """The language of the terminal: Chinese where the locale is Chinese, else English."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def speak(language: str) -> None:
    """Say everything from here on in `language`."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(_DOMAIN, _FOLDER)
    gettext.textdomain(_DOMAIN)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say something in `language`, whatever the officer reads: letters are Chinese."""
    before = os.environ.get("LANGUAGE")
    speak(language)
    try:
        yield
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before


def spoken() -> str:
    return "zh" if os.environ.get("LANGUAGE", "").startswith("zh") else "en"
