"""The lines that take the place of a statement."""
