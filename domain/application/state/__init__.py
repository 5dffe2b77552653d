"""What the events of a case add up to: the case, its balances, and what it states."""
