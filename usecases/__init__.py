"""What an officer does, typed and without a command line. ADR 0031."""
