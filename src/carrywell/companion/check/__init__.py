"""Check my back: the interview and the answer."""
