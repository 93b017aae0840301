"""Whether anyone looks at the order of a dict's keys, which JAX sorts when it rebuilds a tree."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.other_files import other_file, path_of
from treelint.codemods.places import root_of, type_of
from treelint.project.attributes import field_type
from treelint.project.types import Instance, Listing, Mapping, Type, Union

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.places import Place
    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# What shows the keys in their order.
_SHOWING = frozenset(
    f"builtins.{name}"
    for name in (
        "dict",
        "enumerate",
        "iter",
        "list",
        "next",
        "print",
        "repr",
        "str",
        "tuple",
        "zip",
    )
) | {"json.dump", "json.dumps"}
# Methods that take the keys of a dict in their order.
_TAKING = frozenset({"extend", "extendleft", "fromkeys", "join", "update", "writelines"})
_VIEWS = frozenset({"items", "keys", "popitem", "values"})
# More files than that are not looked into for one dict.
_MOST = 200


def observed_order(file: FileIndex, place: Place) -> str | None:
    """Why the order of some dict in the tree matters; None if nobody in the project sees it."""
    if not holds_dict(type_of(file, place.root)):
        return None
    return file.once(_why_observed) or file.once(_why_observed_elsewhere)


def _why_observed_elsewhere(file: FileIndex) -> str | None:
    linked = sorted(file.neighbours.linked(path_of(file)))
    if len(linked) > _MOST:
        return "there are too many files to look for those that see the order of a dict's keys"
    for path in linked:
        other = other_file(file, path)
        if other is None:
            return f"the order of the keys of a dict may be looked at in `{path.name}`"
        reason = other.once(_why_observed)
        if reason is not None:
            return f"in `{path.name}` {reason}"
    return None


def _why_observed(file: FileIndex) -> str | None:
    for node in _observers(file):
        if not _is_own_dict(file, node) and holds_dict(type_of(file, node)):
            return (
                f"the order of the keys of a dict in `{ast.unparse(node)}` may be looked at, and "
                "`tree_at` sorts them"
            )
    return None


def _is_own_dict(file: FileIndex, node: ast.expr) -> bool:
    """Whether it is a dict that was made there, or for a variable: a tree only holds copies."""
    if isinstance(node, ast.Dict):
        return None not in node.keys and not any(
            holds_dict(type_of(file, value)) for value in node.values
        )
    bindings = file.names.bindings(node)
    return bool(bindings) and all(
        isinstance(binding.definition, ast.Dict | ast.DictComp)
        or (
            isinstance(binding.definition, ast.Call)
            and file.names.qualified_name(binding.definition.func) == "builtins.dict"
        )
        for binding in bindings
    )


def _observers(file: FileIndex) -> Iterator[ast.expr]:
    """The expressions whose order is looked at, if they are dicts or hold one."""
    for loop in file.nodes(ast.For):
        yield loop.iter
    comprehensions: list[ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp] = [
        *file.nodes(ast.ListComp),
        *file.nodes(ast.SetComp),
        *file.nodes(ast.DictComp),
        *file.nodes(ast.GeneratorExp),
    ]
    for comprehension in comprehensions:
        yield from (generator.iter for generator in comprehension.generators)
    for statement in file.nodes(ast.AugAssign):
        yield statement.value
    for shown in file.nodes(ast.FormattedValue):
        yield shown.value
    for call in file.nodes(ast.Call):
        if isinstance(call.func, ast.Attribute) and call.func.attr in _VIEWS:
            yield call.func.value
        elif _takes_keys(file, call) or file.names.qualified_name(call.func) in _SHOWING:
            yield from call.args
    for starred in file.nodes(ast.Starred):
        yield starred.value


def _takes_keys(file: FileIndex, call: ast.Call) -> bool:
    """Whether a method takes the keys of a dict in their order, into something else than a tree.

    Whoever looks at a dict of a tree afterwards is found there.
    """
    match call.func:
        case ast.Attribute(value=container, attr="update"):
            if not isinstance(container, ast.Attribute | ast.Subscript):
                return True
            is_in_tree = root_of(file, container.value) is not None
            return not is_in_tree or not isinstance(type_of(file, container), Mapping)
        case ast.Attribute(attr=name):
            return name in _TAKING
    return False


def holds_dict(type_: Type, seen: frozenset[ClassInfo] = frozenset()) -> bool:
    """Whether a value is a dict, or a tree with one among its fields."""
    match type_:
        case Mapping():
            return True
        case Listing(element=element):
            return holds_dict(element, seen)
        case Union(members=members):
            return any(holds_dict(member, seen) for member in members)
        case Instance(cls=cls) if cls not in seen and cls.kind.has_fields:
            return any(
                holds_dict(field_type(field), seen | {cls})
                for field in cls.fields.values()
                if not field.is_static
            )
    return False
