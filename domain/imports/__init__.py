"""Lines that were settled elsewhere, so that limits count them: what is recorded, and who decides it."""
