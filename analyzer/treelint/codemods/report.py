"""The findings for mutations: what is wrong, and the rewriting, or why there is none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.construction import is_construction, method_of_self
from treelint.codemods.finding.mutations import Way, goes_around
from treelint.codemods.finding.places import holder
from treelint.codemods.rewriting import Withheld, rewriting
from treelint.expected import is_of_a_test
from treelint.findings import Fix
from treelint.fullnames import APPLY_UPDATES, COMBINE, INFERENCE, TREE_AT, TREE_MAP
from treelint.project.types import Instance
from treelint.records import dataclass
from treelint.sites.evaluation import is_parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from treelint.codemods.finding.mutations import Mutation
    from treelint.findings import Finding
    from treelint.index import FileIndex
    from treelint.rule import Rule

# What makes a tree anew, from that of an argument.
_COPYING = (
    APPLY_UPDATES
    | COMBINE
    | INFERENCE
    | TREE_AT
    | TREE_MAP
    | {"copy.copy", "copy.deepcopy", "copy.replace", "dataclasses.replace"}
)
_ERRORS = ("AttributeError", "TypeError", "dataclasses.FrozenInstanceError")


@dataclass(frozen=True, slots=True)
class Case:
    """A mutation, with what the rules ask of it to know which of them it is for."""

    file: FileIndex
    mutation: Mutation

    @property
    def is_assignment_to_field(self) -> bool:
        """Whether an assignment statement gives a field another value."""
        is_assigned = self.mutation.way in {Way.ASSIGNED, Way.AUGMENTED}
        return is_assigned and self.mutation.place.is_field

    @property
    def is_field_by_name(self) -> bool:
        """Whether a field is set by its name, or deleted."""
        return self.mutation.place.is_field and self.mutation.way in {Way.SET, Way.DELETED}

    @property
    def is_deleted(self) -> bool:
        """Whether a field or an item goes."""
        return self.mutation.way is Way.DELETED

    @property
    def is_in_container(self) -> bool:
        """Whether a list, dict or set changes, by its items or by a method.

        A dataclass with one is often filled where it is made, also one that is declared frozen.
        """
        is_change = self.mutation.way is Way.CALLED or not self.mutation.place.is_field
        cls = holder(self.file, self.mutation.place.inside) if is_change else None
        return is_change and (cls is None or cls.kind.is_frozen)

    @property
    def goes_around(self) -> bool:
        """Whether it changes what is frozen, by `object.__setattr__`."""
        return goes_around(self.file, self.mutation)

    @property
    def is_of_declared_field(self) -> bool:
        """Whether the class declares the field: what is no field is no part of the tree."""
        cls, node = self.mutation.place.field_owner, self.mutation.place.node
        return cls is not None and isinstance(node, ast.Attribute) and node.attr in cls.fields

    @property
    def is_being_made(self) -> bool:
        """Whether a static field is set of an object that was made, or copied, right there."""
        place = self.mutation.place
        if place.static is None:
            return False
        type_ = self.file.types.of(place.root)
        is_made_here = isinstance(type_, Instance) and type_.is_exact
        return is_made_here or (place.inside is place.root and self._is_of_copy)

    @property
    def _is_of_copy(self) -> bool:
        """Whether the tree is a variable for a new tree with what another one holds."""
        value = self.file.names.value(self.mutation.place.root)
        function = value.func if isinstance(value, ast.Call) else None
        return function is not None and self.file.names.qualified_name(function) in _COPYING

    @property
    def is_in_construction(self) -> bool:
        """Whether it changes the `self` of a constructor, or of what only constructors call."""
        method = method_of_self(self.file, self.mutation.place.root)
        return method is not None and is_construction(self.file, method)

    @property
    def is_of_self(self) -> bool:
        """Whether it changes the `self` of a method."""
        return method_of_self(self.file, self.mutation.place.root) is not None

    @property
    def is_local_variable(self) -> bool:
        """Whether the tree is under a variable that is no parameter."""
        root = self.mutation.place.root
        return isinstance(root, ast.Name) and not is_parameter(self.file, root)

    @property
    def owner(self) -> str:
        """What to call the tree whose field it is."""
        cls = self.mutation.place.field_owner
        return "a tree" if cls is None else cls.short_name

    def fate(self, assignment: str) -> str:
        """What comes of an assignment to the field: it raises, unless the class sees to that."""
        cls = self.mutation.place.field_owner
        if cls is not None and cls.member("__setattr__") is not None:
            return f"by its own `__setattr__`, {self.owner} may be changed in place here"
        return f"{self.owner} is frozen: {assignment} raises"

    @property
    def root(self) -> str:
        """The tree, as the code names it."""
        return self.file.text(self.mutation.place.root)


def report(
    file: FileIndex,
    rule: Rule,
    is_meant: Callable[[Case], bool],
    says: Callable[[Case], str],
    is_safe: Callable[[Case], bool],
) -> Iterator[Finding]:
    """A finding for each mutation that a rule is about."""
    for mutation in file.mutations:
        case = Case(file, mutation)
        if case.is_in_construction or not is_meant(case):
            continue
        if file.expects(mutation.node, *_ERRORS) or _is_of_a_test(file, mutation):
            continue
        # The first of a statement stands for all of them: they change together.
        together = file.once(_by_statement)[mutation.statement]
        answer = rewriting(file, mutation.statement, together)
        message = says(case)
        if isinstance(answer, Withheld):
            yield rule.at(file, mutation.node, f"{message} (not rewritten: {answer.reason})")
            continue
        is_certain = all(is_safe(Case(file, one)) for one in together)
        make = Fix.safe if is_certain and not answer.is_first_step else Fix.unsafe
        yield rule.at(file, mutation.node, message, make(answer.message, *answer.changes))


def _by_statement(file: FileIndex) -> dict[ast.stmt, list[Mutation]]:
    together: dict[ast.stmt, list[Mutation]] = {}
    for mutation in file.mutations:
        together.setdefault(mutation.statement, []).append(mutation)
    return together


def _is_of_a_test(file: FileIndex, mutation: Mutation) -> bool:
    """Whether it stands in a class that is made to see what goes wrong with it."""
    classes = [
        outer for outer in file.ancestors(mutation.statement) if isinstance(outer, ast.ClassDef)
    ]
    return any(is_of_a_test(file, cls) for cls in classes)
