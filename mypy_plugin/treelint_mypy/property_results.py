"""What properties return: something new, or what they find in attributes.

A class is analysed before the bodies of its methods are, so that the names in them mean nothing
to mypy yet: they are looked up among those of the module.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from mypy.nodes import MypyFile, SymbolTable

from treelint.fullnames import canonical
from treelint.records import dataclass
from treelint.selector.lower import lower
from treelint.selector.model import Attr, NotANode, Parameter, Path
from treelint_mypy.syntax import translate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mypy.nodes import FuncDef

    from treelint.selector.model import Selection


def told_apart(
    properties: Iterable[FuncDef], modules: Mapping[str, MypyFile], module: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of those that compute, and the ways of those that pass something on.

    A way is a name and the attributes behind it: `weight.layer.weight` for a property `weight`
    that returns `self.layer.weight`.
    """
    names = _ModuleNames(modules[module].names, modules["builtins"].names)
    returned: dict[str, Selection] = {}
    for function in properties:
        selector = lower(translate(function).function, names)
        if selector is not None:
            returned[function.name] = selector.body
    computed = (name for name, what in returned.items() if isinstance(what, NotANode))
    return tuple(computed), tuple(_passed_on(returned))


def _passed_on(returned: Mapping[str, Selection]) -> Iterator[str]:
    for name, selection in returned.items():
        match selection:
            case Path(root=Parameter.TREE, steps=[_, *_] as steps):
                attributes = [step.name for step in steps if isinstance(step, Attr)]
                if len(attributes) == len(steps):
                    yield ".".join((name, *attributes))


@dataclass(frozen=True, slots=True)
class _ModuleNames:
    """Full names as those of a module and of Python itself tell them."""

    own: SymbolTable
    builtins: SymbolTable

    def qualified_name(self, node: ast.expr) -> str | None:
        """The full name of a name, or of an attribute of a module."""
        match node:
            case ast.Name(id=name):
                symbol = self.own.get(name) or self.builtins.get(name)
                return canonical(symbol.fullname) if symbol and symbol.fullname else None
            case ast.Attribute(value=value, attr=attr):
                above = self._module(value)
                symbol = above.names.get(attr) if above is not None else None
                return canonical(symbol.fullname) if symbol and symbol.fullname else None
        return None

    def _module(self, node: ast.expr) -> MypyFile | None:
        match node:
            case ast.Name(id=name):
                symbol = self.own.get(name)
            case ast.Attribute(value=value, attr=attr):
                above = self._module(value)
                symbol = above.names.get(attr) if above is not None else None
            case _:
                return None
        return symbol.node if symbol is not None and isinstance(symbol.node, MypyFile) else None
