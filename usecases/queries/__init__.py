"""Questions that the read models answer."""
