"""The class table: which classes are trees, what they hold, and what expressions are of them.

Everything is read from source, lazily, and nothing is imported: `library` finds modules,
`class_reader` reads their classes, `annotations` and `inference` say what type an expression
has, `steps` follows the path of a selector through the types. What is not certain is unknown.
"""
