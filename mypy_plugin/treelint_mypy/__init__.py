"""mypy plugin."""
