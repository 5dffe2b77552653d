"""The way of a command: gather, decide, append, commit."""
