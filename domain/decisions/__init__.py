"""Commands of every stream: what a decision is given, and which rule takes it. Reads through a `Repository`."""
