"""文书: what each letter says of its case."""
