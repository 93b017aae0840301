"""Mutation-style code made into out-of-place updates, with the same meaning or not at all.

`places` finds what a statement changes inside a tree, and which variable the tree is under;
`mutations` reads the statements of a file for that; `sharing` asks who else may see the change;
`updates` writes the statements that take a mutation's place. The meaning that is kept is that of
the program as if its trees could be changed in place.
"""
