"""Ways to an attribute of an object, or to its constructor, that do not write them out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.finding.places import is_frozen_tree, type_of
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.index import FileIndex
    from treelint.project.classes import ClassInfo

# Functions that get an object, and the name of an attribute of it.
_BY_NAME = frozenset(
    {
        *("builtins.delattr", "builtins.getattr", "builtins.setattr"),
        *(
            f"builtins.object.{name}"
            for name in ("__delattr__", "__getattribute__", "__setattr__")
        ),
    }
)
# Functions that get the attributes of an object all at once.
_ALL_AT_ONCE = frozenset({"builtins.vars", "copy.copy", "dataclasses.asdict"})
# What becomes of a class here makes no object of it.
_LOOKING = (ast.Compare, ast.Attribute, ast.FormattedValue)


def reached_otherwise(file: FileIndex, attribute: str) -> str | None:
    """What may read or assign an attribute of an ordinary object without `.attribute`."""
    for call in file.nodes(ast.Call):
        name = file.names.qualified_name(call.func)
        if name == "operator.attrgetter":
            if not all(_is_other(item, attribute) for item in call.args):
                return f"`{file.text(call)}` may read it"
        elif name in _ALL_AT_ONCE and not _is_tree(file, call):
            return f"`{file.text(call)}` may hold the same tree"
        elif name in _BY_NAME and not (_is_tree(file, call) or _names_other(call, attribute)):
            return f"`{file.text(call)}` may read or assign it"
    for pattern in file.nodes(ast.MatchClass):
        if pattern.patterns or attribute in pattern.kwd_attrs:
            return f"`{file.text(pattern.cls)}` is matched, which reads it"
    for node in file.nodes(ast.Attribute):
        if node.attr == "__dict__" and not is_frozen_tree(type_of(file, node.value)):
            return f"`{file.text(node)}` may hold the same tree"
    return None


def _names_other(call: ast.Call, attribute: str) -> bool:
    match call.args:
        case [_, name, *_]:
            return _is_other(name, attribute)
    return False


def _is_other(name: ast.expr, attribute: str) -> bool:
    """Whether it is certainly the name of another attribute."""
    match name:
        case ast.Constant(value=str(text)):
            return attribute not in text.split(".")
    return False


def _is_tree(file: FileIndex, call: ast.Call) -> bool:
    return bool(call.args) and is_frozen_tree(type_of(file, call.args[0]))


def calls_of_class(file: FileIndex, cls: ClassInfo) -> list[ast.Call] | None:
    """The calls that make objects of a class, if a file names it for that and nothing else."""
    name = cls.short_name
    if any(
        item.name == name and item.asname not in {None, name} for item in file.nodes(ast.alias)
    ):
        return None
    if any(True for _ in _made_without_name(file)):
        return None
    calls: list[ast.Call] = []
    annotations = file.once(_annotations)
    nodes: list[ast.Name | ast.Attribute] = [
        *(node for node in file.nodes(ast.Name) if node.id == name),
        *(node for node in file.nodes(ast.Attribute) if node.attr == name),
    ]
    for node in nodes:
        match file.parents[node]:
            case ast.Call(func=function) as call if function is node:
                calls.append(call)
            case ast.Call(args=[_, tested]) as call if tested is node:
                if file.names.qualified_name(call.func) != "builtins.isinstance":
                    return None
            case ast.Attribute() | ast.Compare():
                pass
            case _ if node not in annotations:
                return None
    return calls


def _made_without_name(file: FileIndex) -> Iterator[ast.AST]:
    """What may call the constructor of an object whose class is not named there."""
    for node in file.nodes(ast.Attribute):
        match node:
            case ast.Attribute(attr="__class__") if not isinstance(file.parents[node], _LOOKING):
                yield node
            case ast.Attribute(attr="__init__", value=ast.Call(func=ast.Name(id="super"))):
                pass
            case ast.Attribute(attr="__init__"):
                yield node
    for call in file.nodes(ast.Call):
        is_type = file.names.qualified_name(call.func) == "builtins.type" and len(call.args) == 1
        if is_type and not _is_tree(file, call) and not isinstance(file.parents[call], _LOOKING):
            yield call


def _annotations(file: FileIndex) -> frozenset[ast.AST]:
    """What stands in annotations."""
    found: list[ast.expr | None] = [item.annotation for item in file.nodes(ast.arg)]
    found += [item.annotation for item in file.nodes(ast.AnnAssign)]
    found += [item.returns for item in file.nodes(ast.FunctionDef)]
    found += [item.returns for item in file.nodes(ast.AsyncFunctionDef)]
    return frozenset(inner for node in found if node is not None for inner in walk(node))
