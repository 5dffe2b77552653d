"""Sheets that a bureau prints: what stands on one, and the same as a workbook, as a page and as a chart. ADR 0073."""
