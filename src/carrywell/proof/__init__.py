"""What holds of every possible set of answers: the safety properties, and the prover."""
