"""Who else would see an array change, if it could be changed in place.

An update gives its variable a new array. Where another variable, a container or the caller has
the old one, they go apart, which code that means to change the array does not expect.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from treelint.project.classes import TreeKind
from treelint.project.flow import Definition, DefinitionKind
from treelint.project.types import Instance
from treelint.project.variables import parameter_names
from treelint.records import dataclass, field
from treelint.sites.arrays.callers import Callers, has_default
from treelint.sites.arrays.ordinary import attribute_stores
from treelint.sites.arrays.origins import Origins
from treelint.sites.arrays.uses import Uses, first_name, uses_of
from treelint.sites.evaluation import is_private, read_in
from treelint.sites.liveness import Flow
from treelint.sites.steps import Body
from treelint.sites.traced import Function, traced_functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo
    from treelint.resolve import Scope
    from treelint.sites.arrays.origins import Holder


@dataclass(frozen=True, slots=True)
class _Change:
    """A statement that changes an array, under which name, and whether it changes more."""

    statement: ast.stmt
    root: ast.expr
    several: bool
    scope: Scope


@dataclass
class Aliases:
    """The answers for one file; what many of them take is found once."""

    file: FileIndex
    _flows: dict[Scope, Flow] = field(default_factory=dict, repr=False)
    # By the first one of those with the same meaning.
    _uses: dict[ast.expr, Uses] = field(default_factory=dict, repr=False)
    _shared: dict[tuple[ast.ClassDef, str], tuple[str, ...]] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.file)

    @cached_property
    def _callers(self) -> Callers:
        return Callers()

    @cached_property
    def _written_so(self) -> dict[tuple[str, Scope], list[ast.Attribute]]:
        """The attributes in each scope by their text."""
        found: defaultdict[tuple[str, Scope], list[ast.Attribute]] = defaultdict(list)
        for node in self.file.nodes(ast.Attribute):
            found[ast.unparse(node), self.file.types.scope_of(node)].append(node)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the file, which a new name must not be one of."""
        return frozenset(re.findall(r"\w+", self.file.source.text))

    @cached_property
    def traced(self) -> frozenset[Function]:
        """The functions that JAX traces."""
        return traced_functions(self.file)

    def reason(
        self,
        statement: ast.stmt,
        root: ast.Name | ast.Attribute | ast.Subscript,
        *,
        several: bool = False,
    ) -> str | None:
        """Who may have the array that a statement changes, too; None if nobody has.

        A statement that makes `several` assignments reads its value between them, as it were. The
        reason reads on from "no fix is offered, as".
        """
        change = _Change(statement, root, several, self.file.types.scope_of(statement))
        match root:
            case ast.Name():
                reasons = self._of_variable(change, root)
            case ast.Attribute():
                reasons = self._of_attribute(change, root)
            case ast.Subscript():
                reasons = self._of_item(change, root)
        return next(reasons, None)

    def definitions(self, name: ast.Name) -> tuple[Definition, ...]:
        """What may have given a variable its value, in the order of the code."""
        return self._origins.definitions(name)

    def _of_variable(self, change: _Change, root: ast.Name) -> Iterator[str]:
        definitions: set[Definition] = set()
        yield from self._followed(change, self._given(change, root, definitions), definitions)
        yield from self._of_uses(change, self.file.uses(root), root)

    def _of_uses(
        self, change: _Change, uses: Sequence[ast.expr], first: ast.Name
    ) -> Iterator[str]:
        yield from self._followed(change, self._keepers_of(change, uses, first), set())

    def _followed(
        self, change: _Change, found: Iterable[Holder], definitions: set[Definition]
    ) -> Iterator[str]:
        """The reasons among what has the array, and among what has it from there."""
        pending = list(found)
        unread: set[tuple[str, Scope]] = set()
        seen: set[str] = set()
        scopes = self.file.names.scopes
        for other in pending:
            if isinstance(other, str):
                yield other
                continue
            is_root = isinstance(change.root, ast.Name) and other.id == change.root.id
            place = (other.id, scopes[other])
            if not is_root and place not in unread:
                if self._is_read(change, other):
                    yield f"`{other.id}` may hold the same array, and is used afterwards"
                unread.add(place)
            if isinstance(other.ctx, ast.Load):
                pending += self._given(change, other, definitions)
            if other.id not in seen:
                seen.add(other.id)
                pending += self._keepers_of(change, self.file.uses(other), other)

    def _of_attribute(self, change: _Change, root: ast.Attribute) -> Iterator[str]:
        """An attribute of an ordinary object holds what the methods of its class assign to it."""
        owner = self.file.types.of(root.value)
        cls = owner.cls if isinstance(owner, Instance) else None
        text = ast.unparse(root)
        if cls is None or cls.kind is not TreeKind.ORDINARY:
            yield f"whatever gave `{text}` its value may have the same array"
            return
        key = (cls.node, root.attr)
        if key not in self._shared:
            self._shared[key] = tuple(self._of_stores(cls, root.attr))
        yield from self._shared[key]
        yield from self._of_uses(change, self._written_so[text, change.scope], first_name(root))

    def _of_stores(self, cls: ClassInfo, name: str) -> Iterator[str]:
        for node, value in attribute_stores(self.file, cls, name):
            for source in self._origins.of_value(value):
                yield source if isinstance(source, str) else f"`{source.id}` may be the same array"
            statement = self.file.parents[node]
            if isinstance(statement, ast.Assign) and len(statement.targets) > 1:
                yield f"`{ast.unparse(statement)}` gives it to several"

    def _of_item(self, change: _Change, root: ast.Subscript) -> Iterator[str]:
        """An item of a list or dict that a function has made itself."""
        container = root.value
        if isinstance(container, ast.Name) and is_private(self.file, container):
            found = self._origins.definitions(container)
            values = [item.value for item in found if item.kind is DefinitionKind.VALUE]
            if len(values) == len(found) and all(map(self._origins.is_made, values)):
                yield from self._of_uses(change, self.file.uses(container), container)
                return
        yield f"other code may have the array in `{ast.unparse(root)}`"

    def _given(self, change: _Change, name: ast.Name, seen: set[Definition]) -> Iterator[Holder]:
        """The variables that a variable may have its array from; or what else, in words."""
        for definition in self._origins.definitions(name):
            if definition in seen:
                continue
            seen.add(definition)
            if definition.kind is not DefinitionKind.START:
                yield from self._origins.holders(definition, name)
                continue
            owner = self.file.names.scopes[name].owner(name.id)
            if owner is not None and name.id in parameter_names(owner.node):
                yield from self._of_caller(change, name, owner)

    def _of_caller(self, change: _Change, parameter: ast.Name, owner: Scope) -> Iterator[str]:
        """The caller has what a parameter is given: it must get the new array in its place."""
        root = change.root
        is_inside = change.scope is owner and isinstance(root, ast.Name)
        if not is_inside or self._callers.is_generator(owner.node):
            yield f"whoever gave `{parameter.id}` would not see the change"
        elif has_default(owner.node, parameter.id):
            yield f"the default of `{parameter.id}` is one array for all calls"
        elif isinstance(root, ast.Name) and not self._callers.is_returned(
            change.statement, root.id, owner, self._flow(owner)
        ):
            yield (
                f"`{parameter.id}` is a parameter, and `{root.id}` is not returned: the "
                "caller would not see the change"
            )

    def _keepers_of(
        self, change: _Change, uses: Sequence[ast.expr], name: ast.Name
    ) -> Iterator[Holder]:
        """What the array was given to before, under a name that begins with a variable."""
        owner = self.file.names.scopes[name].owner(name.id)
        if owner is None or not isinstance(owner.node, Body):
            yield f"it is not known where `{name.id}` has its value from"
            return
        if not uses:
            return
        if uses[0] not in self._uses:
            self._uses[uses[0]] = uses_of(self.file, uses, name, owner)
        # What the array was called before it may have held for a while only.
        held = name.id if name is change.root else None
        yield from self._uses[uses[0]].keepers(
            self.file, change.statement, held, lambda: self._flow(owner)
        )

    def _is_read(self, change: _Change, name: ast.Name) -> bool:
        """Whether the value that a variable has at a change may be read after it."""
        if change.several and name.id in read_in(change.statement):
            return True
        owner = self.file.names.scopes[name].owner(name.id)
        if owner is None or not isinstance(owner.node, Body) or not is_private(self.file, name):
            return True
        if owner is not change.scope:
            return True
        return self._flow(owner).may_be_read(change.statement, name.id)

    def _flow(self, scope: Scope) -> Flow:
        if scope not in self._flows:
            assert isinstance(scope.node, Body)  # noqa: S101 - asked before
            self._flows[scope] = Flow(scope.node, scope, self.file.names)
        return self._flows[scope]
