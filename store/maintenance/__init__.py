"""Copies, backups, and whether the indexes are what the events say."""
