"""What the log itself says of one case, run, fund or person, as screens may show it."""
