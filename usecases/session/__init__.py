"""One officer's session: settings, keys, clock, and the store."""
