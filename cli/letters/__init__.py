"""文书: the letters of a case as HTML, made from templates that an office may change."""
