"""Codes and values as sentences and labels; typed rows as csv and xlsx; letters as pages. ADR 0032."""
