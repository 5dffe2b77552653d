"""Typed rows: what a listing or a result holds, with its headings, for people, for programs and for spreadsheets."""
