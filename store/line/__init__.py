"""The line: an event as the bytes that are stored and verified, and back."""
