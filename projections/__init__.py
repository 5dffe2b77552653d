"""Read models: each answers one question, owns its tables, and can be deleted at any time."""
