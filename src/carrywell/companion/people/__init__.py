"""Whose pages these are: account, person, pregnancy, standing facts; starting, the lock, leaving."""
