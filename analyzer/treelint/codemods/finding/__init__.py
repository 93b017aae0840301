"""What changes a tree in place: the statements, and the places in the tree."""
