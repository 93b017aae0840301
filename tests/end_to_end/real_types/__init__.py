"""What mypy says of published code with the plugin and not without it, and the other way round.

`packages.toml` pins the packages and what they are checked with, `differences.toml` holds the
verdicts, and `python -m tests.end_to_end.real_types` says whether they agree with the plugin.
"""
