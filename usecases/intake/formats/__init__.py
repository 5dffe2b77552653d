"""What a table of a stranger's program is, by its bytes: a workbook, old or new, a web page, or text. ADR 0065."""
