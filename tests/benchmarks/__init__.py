"""How fast treelint is beside its peers: `python -m tests.benchmarks.analyzer`."""
