"""What may be decided about a subsidy case: pure rules, with no clock, no database and no randomness."""
