"""What the plugin's answers depend on besides the code that mypy checks."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import treelint
from treelint import fullnames, selector, signature

if TYPE_CHECKING:
    from collections.abc import Iterator


def fingerprint() -> str:
    """A hash of every source that takes part: results of another version are stale.

    mypy itself looks at the module that is named in its configuration only.
    """
    digest = hashlib.sha256(treelint.__version__.encode())
    for path in _sources():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from sorted(Path(__file__).parent.glob("**/*.py"))
    for folder in selector.__path__:
        yield from sorted(Path(folder).glob("**/*.py"))
    for module in (fullnames, signature):
        yield Path(str(module.__file__))
