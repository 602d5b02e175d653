"""The report for a visit."""
