"""Which value a variable has at a place, and what runs between two places."""
