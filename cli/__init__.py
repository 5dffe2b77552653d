"""The officer's desk: parse, say one thing to the store, print one thing."""
