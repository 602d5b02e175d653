"""The guideline: its content (`content/`), the model of that content, and the loader."""
