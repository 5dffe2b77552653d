"""Where read models live: a database of their own."""
