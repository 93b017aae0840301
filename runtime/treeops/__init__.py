"""Tree utilities."""
