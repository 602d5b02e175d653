"""Her data: what is stored, a copy of it, reading a copy back, and deleting it."""
