"""`python -m treelint`."""

from treelint.cli import console

console()
