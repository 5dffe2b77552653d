"""What every read model stands on: its shape, how far it is, and its rows in memory."""
