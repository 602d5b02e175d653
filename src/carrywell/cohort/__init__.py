"""Many people at once: the whole guideline over columns, one person a row."""
