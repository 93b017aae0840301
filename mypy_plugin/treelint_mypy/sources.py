"""What the plugin's answers depend on besides the code that mypy checks."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import treelint

if TYPE_CHECKING:
    from collections.abc import Iterator


# What the plugin takes from the linter's package: folders, and modules of its top level. Each
# is read and not imported, as most are needed only where there is something to check.
_PACKAGES = ("project", "selector")
_MODULES = ("fullnames", "partial_wording", "records", "signature", "walk")


def fingerprint() -> str:
    """A hash of every source that takes part: results of another version are stale.

    mypy itself looks at the module that is named in its configuration only.
    """
    digest = hashlib.sha256(treelint.__version__.encode())
    for path in sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def sources() -> Iterator[Path]:
    """The sources, always in the same order."""
    yield from sorted(Path(__file__).parent.glob("**/*.py"))
    linter = Path(treelint.__file__).parent
    for package in _PACKAGES:
        yield from sorted((linter / package).glob("**/*.py"))
    for module in _MODULES:
        yield linter / f"{module}.py"
