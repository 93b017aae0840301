"""What a `where` function selects: the model, the lowering into it, the questions to it."""
