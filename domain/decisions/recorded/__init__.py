"""Which command recorded these events: the reverse of deciding, so that a verifier can decide again. ADR 0044."""
