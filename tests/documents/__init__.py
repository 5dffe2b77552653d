"""The documents as tests: every command that a page shows is run as it stands there, and prints what stands there."""
