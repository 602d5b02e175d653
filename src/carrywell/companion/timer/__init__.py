"""The timer for spasms and tightenings."""
