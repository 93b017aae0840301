"""Where a variable has its array from: what else may hold the same one since then."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from treelint.project.flow import Definition, DefinitionKind
from treelint.project.variables import reaching
from treelint.records import dataclass, field
from treelint.sites.arrays.keepers import keepers, taking
from treelint.sites.arrays.memory import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex

# A variable, or what else may have the array, in words.
Holder: TypeAlias = "ast.Name | str"
_UNKNOWN = (Definition(DefinitionKind.OTHER),)


@dataclass
class Origins:
    """The answers for one file, each of which is found once."""

    file: FileIndex
    _definitions: dict[ast.Name, tuple[Definition, ...]] = field(default_factory=dict, repr=False)
    _holders: dict[Definition, tuple[Holder, ...]] = field(default_factory=dict, repr=False)
    _made: dict[ast.expr, bool] = field(default_factory=dict, repr=False)

    def definitions(self, name: ast.Name) -> tuple[Definition, ...]:
        """What may have given a variable its value, in the order of the code."""
        if name not in self._definitions:
            owner = self.file.names.scopes[name].owner(name.id)
            found = None if owner is None else reaching(self.file.types, name, owner)
            self._definitions[name] = (
                _UNKNOWN if found is None else tuple(sorted(found, key=_place))
            )
        return self._definitions[name]

    def holders(self, definition: Definition, name: ast.Name) -> tuple[Holder, ...]:
        """What else may hold the array that a definition gives a variable."""
        if definition not in self._holders:
            self._holders[definition] = tuple(self._found(definition, name))
        return self._holders[definition]

    def _found(self, definition: Definition, name: ast.Name) -> Iterator[Holder]:
        value = _value(definition)
        if value is None and definition.value is not None:
            yield f"`{name.id}` is a part of `{ast.unparse(definition.value)}`"
        elif value is None:
            yield f"it is not known where `{name.id}` has its value from"
        else:
            yield from self.of_value(value)
            yield from self._beside(definition, name)

    def of_value(self, value: ast.expr) -> Iterator[Holder]:
        """What else may hold the array that an expression gives."""
        for source in sources(self.file, value):
            if isinstance(source, ast.Name):
                yield source
            else:
                yield f"`{source.text}` may be the same array"

    def _beside(self, definition: Definition, name: ast.Name) -> Iterator[Holder]:
        """What gets the same value by the same assignment: `y = x = value`, `y = (x := value)`."""
        match definition.node:
            case ast.Assign(targets=[_, _, *_] as targets):
                for target in targets:
                    for other in taking(self.file, target):
                        if isinstance(other, str) or other.id != name.id:
                            yield other
            case ast.NamedExpr() as walrus:
                yield from keepers(self.file, walrus)

    def is_made(self, value: ast.expr | None) -> bool:
        """Whether a value is a list or dict that holds arrays which nothing else has."""
        if value is None:
            return False
        if value not in self._made:
            self._made[value] = self._is_made(value)
        return self._made[value]

    def _is_made(self, value: ast.expr) -> bool:
        items: list[ast.expr | None] = []
        match value:
            case ast.List(elts=elements):
                items += elements
            case ast.Dict(values=values):
                items += values
            case ast.ListComp(elt=element) | ast.DictComp(value=element):
                items.append(element)
            case _:
                return False
        return not any(item is None or list(sources(self.file, item)) for item in items)


def _place(definition: Definition) -> tuple[int, int]:
    node = definition.node or definition.value
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _value(definition: Definition) -> ast.expr | None:
    """What a variable is given, of several values the one that is its own."""
    value = definition.value if definition.kind is DefinitionKind.VALUE else None
    for position in definition.unpack:
        match value:
            case ast.Tuple(elts=values) | ast.List(elts=values) if position < len(values):
                value = values[position]
            case ast.Call():
                break  # what it returns may have several arrays in it
            case _:
                return None
    return value
