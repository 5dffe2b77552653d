"""`bailu policy`: notices as data. A file a verb."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

command = LazyGroup(
    "policy",
    package="cli.policy",
    help=N_("Policy editions: check, adopt, show, evaluate."),
    verbs={
        "new": N_("Begin a policy file"),
        "schema": N_("Print the JSON Schema of policy files, for editors"),
        "check": N_("Check a policy file: all its mistakes, with file and line"),
        "adopt": N_("Adopt a policy edition"),
        "list": N_("List the policy editions"),
        "show": N_("Show an edition, or one of its schemes"),
        "coverage": N_("Every clause, what implements it and what proves it"),
        "evaluate": N_("What would this application get? No store is needed"),
        "diff": N_("What differs between two editions"),
        "impact": N_("Who would get more or less under another edition"),
    },
)
