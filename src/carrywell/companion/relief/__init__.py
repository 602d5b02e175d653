"""Guided relief: every treatment behind its gate, with a session that can be stopped at any moment."""
