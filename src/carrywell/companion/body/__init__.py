"""What my body is doing: how her balance shifts, and her weight against the usual range."""
