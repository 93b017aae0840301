"""treelint: finds and fixes mistakes in code that updates JAX trees, before it runs."""

__version__ = "0.1.0"
