"""Names that are taken nowhere in a file, and parameters of selectors that hide nothing."""

from __future__ import annotations

import ast
import keyword
from functools import cached_property
from typing import TYPE_CHECKING

from treelint.records import dataclass, field
from treelint.resolve import ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from treelint.index import FileIndex


@dataclass
class FreshNames:
    """Gives out names for variables where a statement stands, each once.

    Those that are `shared` are given to no other statement of the same function either.
    """

    file: FileIndex
    place: ast.AST
    shared: bool = False
    given: set[str] = field(default_factory=set)

    def like(self, wanted: str) -> str:
        """The name that is wanted, or one with a number at its end."""
        wanted = wanted if wanted.isidentifier() and not keyword.iskeyword(wanted) else "value"
        region = self._region
        taken = self.file.once(_taken)
        if region not in taken:
            taken[region] = _names_in(self.file, region)
        given = self.file.once(_given).setdefault(region, set()) if self.shared else self.given
        name, number = wanted, 1
        while name in given or name in taken[region]:
            number += 1
            name = f"{wanted}_{number}"
        given.add(name)
        return name

    @cached_property
    def _region(self) -> ast.AST:
        """The outermost function around, or the file where there is none."""
        functions = [
            outer
            for outer in self.file.ancestors(self.place)
            if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        ]
        return functions[-1] if functions else self.file.tree


def _taken(_: FileIndex) -> dict[ast.AST, frozenset[str]]:
    """The names in a region of a file, for those asked about."""
    return {}


def _given(_: FileIndex) -> dict[ast.AST, set[str]]:
    """The names that were given out in a region."""
    return {}


def _names_in(file: FileIndex, region: ast.AST) -> frozenset[str]:
    """The names that are taken in a region; one in a class body is not seen from elsewhere."""
    is_in_function = region is not file.tree
    return frozenset(
        name for node in walk(region) for name in _names(file, node, is_in_function=is_in_function)
    )


def _names(file: FileIndex, node: ast.AST, *, is_in_function: bool) -> Iterator[str]:
    match node:
        case ast.Name(id=name):
            owner = file.names.scopes[node].owner(name)
            kind = ScopeKind.MODULE if owner is None else owner.kind
            # Outside of functions the variables of functions do not matter.
            if kind is ScopeKind.MODULE or (is_in_function and kind is not ScopeKind.CLASS):
                yield name
        case ast.arg(arg=name):
            if is_in_function:
                yield name
        case ast.alias(name=name, asname=given):
            yield (given or name).partition(".")[0]
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.ClassDef(name=name) | ast.ExceptHandler(name=str(name)):
            yield name
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name


def parameter_for(root: ast.expr, read: Iterable[ast.expr]) -> str:
    """A parameter for a selector whose body reads these expressions beside the tree."""
    taken = {node.id for part in read for node in walk(part) if isinstance(node, ast.Name)}
    last = root.attr if isinstance(root, ast.Attribute) else getattr(root, "id", "tree")
    wanted = (last.strip("_")[:1].lower() or "t", "tree", "t", "root", "node")
    free = [name for name in wanted if name.isidentifier() and name not in taken]
    number = 2
    while not free:
        free = [name for name in (f"tree_{number}",) if name not in taken]
        number += 1
    return free[0]
