"""The case: one application as one stream of facts, from receipt to settlement."""
