"""Where each setting comes from: a flag, the environment (`BAILU_*`), `bailu.toml`, or the default, in that order."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from domain.text import first_invisible
from presentation.language import LANGUAGES, N_, of_locale
from store.addresses import store_file, views_beside
from store.errors import StoreUnavailable
from store.files import regular

NAMES: Mapping[str, str] = {
    "store": N_("The store: a file, sqlite:///FILE or postgresql://…"),
    "views": N_("The read models' database; beside the store unless said otherwise"),
    "keys": N_("The file with the outer keys, which open sealed personal data"),
    "officers": N_("The folder with the officers' own keys"),
    "letters": N_("The folder with the office's own letter templates"),
    "bank_profile": N_("The bank profile by which payment runs are exported"),
    "bank_profiles": N_("The folder with the office's own bank profiles"),
    "officer": N_("The officer who acts"),
    "passphrase_file": N_("A file with the passphrase of the officer's key, which otherwise is asked for"),
    "lang": N_("Language of the answers"),
    "lock_timeout": N_("Seconds to wait while somebody else writes"),
    "clock": N_("The present instant of a simulated store"),
    "debug": N_("Show the traceback of an internal error"),
}
_ENVIRONMENT = {"officer": "BAILU_AS"}
_CONFIGURATION = "bailu.toml"
_NO = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A value and where it comes from: `flag`, the environment variable, the configuration file, or `default`."""

    name: str
    value: str
    source: str


def _nobody_to_ask(officer: str) -> str:
    raise StoreUnavailable("passphrase-unasked", officer=officer)


@dataclass
class Settings:
    """The settings of one run. This module is the only reader of the environment."""

    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    flags: dict[str, str] = field(default_factory=dict)
    exit_stack: ExitStack = field(default_factory=ExitStack)
    """What a run opens is entered here, and closed when the run ends."""
    ask_passphrase: Callable[[str], str] = _nobody_to_ask
    """Asks for the passphrase of an officer's key; whoever has a terminal puts in how."""

    def set_flag(self, name: str, value: Any) -> None:
        """Give a setting the value of a command-line flag, which comes before every other source."""
        self.flags[name] = str(value)

    def get(self, name: str) -> Setting:
        """The setting `name`.

        Raises `StoreUnavailable`: `config-damaged`, `config-unknown-key`, `config-not-text`, `setting-invisible`,
        `setting-not-one-of`.
        """
        setting = self._look_up(name)
        if first_invisible(setting.value) is not None:
            raise StoreUnavailable("setting-invisible", name=name, source=setting.source)
        if name == "lang" and setting.value not in LANGUAGES:
            raise StoreUnavailable("setting-not-one-of", name=name, value=setting.value, allowed=", ".join(LANGUAGES))
        return setting

    def _look_up(self, name: str) -> Setting:
        variable = _ENVIRONMENT.get(name, f"BAILU_{name.upper()}")
        if name in self.flags:
            return Setting(name=name, value=self.flags[name], source="flag")
        if self.environ.get(variable):
            return Setting(name=name, value=self.environ[variable], source=variable)
        if self._configured.get(name, "") != "":
            return Setting(name=name, value=str(self._configured[name]), source=str(self._configuration))
        return Setting(name=name, value=self._default(name), source="default")

    def all(self) -> list[Setting]:
        return [self.get(name) for name in NAMES]

    def __getitem__(self, name: str) -> str:
        return self.get(name).value

    @property
    def debug(self) -> bool:
        """Whether to show tracebacks. Never raises, since it is asked while an error is being reported."""
        try:
            return self["debug"].lower() not in _NO
        except StoreUnavailable:
            return "debug" in self.flags

    @property
    def store_file(self) -> Path | None:
        """The store's file, or None when it is not a file."""
        try:
            return store_file(self["store"])
        except StoreUnavailable:
            return None  # What is wrong with the address is reported where the store is opened.

    def _default(self, name: str) -> str:
        if name == "views" and self.store_file is None:
            return views_beside(self["store"])
        beside = self.store_file if name in ("views", "keys", "officers") else None
        folder = beside.parent if beside else self._data_folder
        stem = beside.stem if beside else "bailu"
        return {
            "store": str(self._data_folder / "bailu.db"),
            "views": f"sqlite:///{folder / f'{stem}.views.db'}",
            "keys": str(folder / f"{stem}.keys"),
            "officers": str(folder / "officers"),
            "lang": of_locale(self.environ),
            "bank_profile": "csv",
            "lock_timeout": "10",
        }.get(name, "")

    @cached_property
    def _data_folder(self) -> Path:
        from platformdirs import user_data_path

        return user_data_path("bailu", appauthor=False)

    @cached_property
    def _configuration(self) -> Path:
        here = Path(_CONFIGURATION)
        return here if here.exists() else self._data_folder / _CONFIGURATION

    @cached_property
    def _configured(self) -> Mapping[str, Any]:
        """Raises `StoreUnavailable`: `config-damaged` for a file that is not TOML, `config-unknown-key`,
        `config-not-text`.
        """
        try:
            with open(self._configuration, "rb", opener=regular) as file:
                configured = tomllib.load(file)
        except FileNotFoundError:
            return {}
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            raise StoreUnavailable("config-damaged", path=str(self._configuration), reason=str(error)) from error
        unknown = sorted(set(configured) - set(NAMES))
        if unknown:
            raise StoreUnavailable("config-unknown-key", path=str(self._configuration), key=unknown[0])
        for name, value in configured.items():
            number = name == "lock_timeout" and type(value) in (int, float)
            if not (isinstance(value, str) or number or (name == "debug" and isinstance(value, bool))):
                raise StoreUnavailable("config-not-text", path=str(self._configuration), key=name)
        return configured
