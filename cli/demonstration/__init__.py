"""The story of `bailu demo`: a bureau at work for some weeks, on the shipped examples and a simulated clock."""
