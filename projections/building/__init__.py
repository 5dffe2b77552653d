"""Catching up, rebuilding and comparing read models."""
