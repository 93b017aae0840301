"""Variables for parts of one tree that are changed through, and can all be done without.

Each keeps the tree from being updated as long as it is there: none is the first to go unless the
others may go as well.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.handing_back import UnclearError
from treelint.codemods.holders.keeping import Alias, keepings
from treelint.codemods.parts.aliases import inlined

if TYPE_CHECKING:
    from treelint.index import FileIndex


def fellow_aliases(file: FileIndex, tree: ast.Name) -> frozenset[str]:
    """The variables for parts of a tree for which their places in it can be written."""
    changed = {
        mutation.place.root.id
        for mutation in file.mutations
        if isinstance(mutation.place.root, ast.Name)
    }
    names: dict[str, ast.Name] = {}
    for use in file.uses(tree):
        if isinstance(use.ctx, ast.Load):
            for keeping in keepings(file, use):
                if isinstance(keeping, Alias) and keeping.name.id in changed:
                    names.setdefault(keeping.name.id, keeping.name)
    return frozenset(name for name, store in names.items() if _can_go(file, store))


def _can_go(file: FileIndex, store: ast.Name) -> bool:
    """Whether all that reads the variable can read the tree instead, and keeps nothing of it."""
    reads = [use for use in file.uses(store) if isinstance(use.ctx, ast.Load)]
    if any(True for use in reads for _ in keepings(file, use)):
        return False  # something else has it by then
    try:
        for use in reads:
            inlined(file, use)
    except UnclearError:
        return False
    return True
