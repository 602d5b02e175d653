"""What helps her, from her own diary."""
