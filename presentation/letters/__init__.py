"""文书: the letters of a case as pages, made from templates that an office may change."""
