"""Assignments to items of arrays, and whether `x = x.at[i].set(v)` means the same."""
