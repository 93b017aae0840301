"""Jupyter notebooks: their code cells as one text, and changes of it back into the JSON."""
