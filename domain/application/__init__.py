"""The case: one application as one stream of events, from receipt to settlement."""
