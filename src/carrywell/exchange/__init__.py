"""What leaves Carrywell: the report as PDF, as text in a QR code, the calendar."""
