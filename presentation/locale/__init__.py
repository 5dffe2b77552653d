"""The catalogs of the CLI's sentences, compiled, and the program that keeps them (`make catalog`)."""
