"""A made-up city and its year of subsidies, drawn from a seed: what happens is the same for the same seed and size."""
