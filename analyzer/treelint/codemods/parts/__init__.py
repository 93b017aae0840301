"""Other names for parts of trees, in assignments and loops."""
