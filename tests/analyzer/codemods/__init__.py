"""Proof of the codemods: programs are run as they were meant, and as they were rewritten."""
