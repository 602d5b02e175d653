"""Watching: what she records is held against the guideline at every write."""
