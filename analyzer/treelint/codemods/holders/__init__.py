"""Who else has a tree, or a part of it, and would see that it changes."""
