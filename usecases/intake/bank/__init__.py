"""Bank files: what a payment run asks the bank to pay, and what the bank answers, each by a profile. ADR 0065."""
