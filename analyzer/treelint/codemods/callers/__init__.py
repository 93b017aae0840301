"""Functions that change what they are given, and all who call them."""
