"""What a diary says: pure functions from what she recorded to what it means. No clock, no database."""
