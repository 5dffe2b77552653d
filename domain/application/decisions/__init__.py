"""What may be decided about a case, verb by verb. Pure: everything a decision knows is given to it."""
