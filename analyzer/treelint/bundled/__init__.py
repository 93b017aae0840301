"""Outlines of packages that users build on, for when they are not installed beside treelint.

One file a package: the classes, fields and signatures of each module, written as Python code
without bodies. `python -m treelint.bundled` makes them from the installed packages.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
PACKAGES = ("chex", "diffrax", "equinox", "flax", "lineax", "optax", "optimistix")


@cache
def outlines(package: str) -> dict[str, str]:
    """The outline of each module of a package, by its full name; empty if there is none."""
    if package not in PACKAGES:
        return {}
    # Loaded here: where the package is installed its own source is read.
    import json

    table = json.loads((FOLDER / f"{package}.json").read_text("utf-8"))
    return {name: "\n".join(lines) for name, lines in table["modules"].items()}


def is_package(name: str) -> bool:
    """Whether a bundled module holds other modules."""
    return any(other.startswith(f"{name}.") for other in outlines(name.partition(".")[0]))
