"""The option that names a bank profile."""

from __future__ import annotations

from cli.parameters import SETTING
from cli.verbs import option
from presentation.language import N_

profile_option = option(
    "--profile",
    type=SETTING,
    metavar="NAME",
    help=N_("The bank profile: its name, or its file (.toml). `bailu bank profiles` lists them."),
)
