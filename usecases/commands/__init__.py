"""Commands as officers give them: read, sealed, decided."""
