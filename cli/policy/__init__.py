"""`bailu policy`: notices as data. Each verb is behind a door of its own, so that a calculator opens no store."""

from __future__ import annotations

from cli.verbs import LazyGroup
from presentation.language import N_

policy = LazyGroup(
    "policy",
    help=N_("Policy editions: check, adopt, show, evaluate."),
    subcommands={
        "new": ("cli.policy.new", "new", N_("Begin a policy file")),
        "schema": ("cli.policy.schema", "schema", N_("Print the JSON Schema of policy files, for editors")),
        "check": ("cli.policy.keeping", "check", N_("Check a policy file: all its mistakes, with file and line")),
        "adopt": ("cli.policy.keeping", "adopt", N_("Adopt a policy edition")),
        "list": ("cli.policy.keeping", "list_editions", N_("List the policy editions")),
        "show": ("cli.policy.show", "show", N_("Show an edition, or one of its schemes")),
        "coverage": ("cli.policy.coverage", "coverage", N_("Every clause, what implements it and what proves it")),
        "evaluate": ("cli.policy.evaluate", "evaluate", N_("What would this application get? No store is needed")),
        "diff": ("cli.policy.diff", "diff", N_("What differs between two editions")),
        "impact": ("cli.policy.impact", "impact", N_("Who would get more or less under another edition")),
    },
)
