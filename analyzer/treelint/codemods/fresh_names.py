"""Names that are taken nowhere in a file, and parameters of selectors that hide nothing."""

from __future__ import annotations

import ast
import keyword
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.resolve import ScopeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from treelint.index import FileIndex


@dataclass
class FreshNames:
    """Gives out names, each once."""

    file: FileIndex
    given: set[str] = field(default_factory=set)

    def like(self, wanted: str) -> str:
        """The name that is wanted, or one with a number at its end."""
        wanted = wanted if wanted.isidentifier() and not keyword.iskeyword(wanted) else "value"
        name, number = wanted, 1
        while name in self.given or name in self._taken:
            number += 1
            name = f"{wanted}_{number}"
        self.given.add(name)
        return name

    def _is_of_class(self, name: ast.Name) -> bool:
        """Whether it is a name in a class body, which nothing else sees."""
        owner = self.file.names.scopes[name].owner(name.id)
        return owner is not None and owner.kind is ScopeKind.CLASS

    @property
    def _taken(self) -> set[str]:
        names = {name.id for name in self.file.nodes(ast.Name) if not self._is_of_class(name)}
        names |= {argument.arg for argument in self.file.nodes(ast.arg)}
        for alias in self.file.nodes(ast.alias):
            names.add((alias.asname or alias.name).partition(".")[0])
        names |= {node.name for node in self.file.nodes(ast.FunctionDef)}
        names |= {node.name for node in self.file.nodes(ast.AsyncFunctionDef)}
        return names | {node.name for node in self.file.nodes(ast.ClassDef)}


def parameter_for(root: ast.expr, read: Iterable[ast.expr]) -> str:
    """A parameter for a selector whose body reads these expressions beside the tree."""
    taken = {node.id for part in read for node in ast.walk(part) if isinstance(node, ast.Name)}
    last = root.attr if isinstance(root, ast.Attribute) else getattr(root, "id", "tree")
    wanted = (last.strip("_")[:1].lower() or "t", "tree", "t", "root", "node")
    free = [name for name in wanted if name.isidentifier() and name not in taken]
    number = 2
    while not free:
        free = [name for name in (f"tree_{number}",) if name not in taken]
        number += 1
    return free[0]
