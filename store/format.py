"""Which layout a store has."""

STORE_FORMAT = 2
"""The number of this layout. A program refuses a store with a larger one, for it cannot know what it would break."""
