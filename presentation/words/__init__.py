"""A sentence for every code, a label for every word of ours. English here; the Chinese is in the catalog."""
