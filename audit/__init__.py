"""The tamper-evident log: leaves, proofs and an offline verifier. Given lines and rows; it never opens a database."""
