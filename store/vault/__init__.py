"""Personal data at rest, and the outer keys that open it."""
