"""One woman's answers to one explained assessment: pure functions, no clock, no input or output."""
