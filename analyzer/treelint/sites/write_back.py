"""A child of a tree that is taken out, updated, and written back with a second `tree_at`."""

from __future__ import annotations

import ast
from itertools import islice
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.fixing.inline_selector import PATH, PATHS, is_inline
from treelint.records import dataclass
from treelint.selector.lowering import Lowering
from treelint.selector.model import Outer, Parameter, Path
from treelint.selector.questions import is_definite, makes_none_a_leaf
from treelint.sites.blocks import preceding
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.tree_at_call import TreeAtCall


@dataclass(frozen=True, slots=True)
class WriteBack:
    """`inner` updates the child that `outer` writes back; `steps` are statements only for that."""

    outer: TreeAtCall
    inner: TreeAtCall
    steps: tuple[ast.stmt, ...] = ()


def write_backs(file: FileIndex) -> Iterator[WriteBack]:
    """What is written back in a file."""
    calls = {call.node: call for call in file.tree_at_calls if call.has_all}
    for outer in calls.values():
        child = _child(file, outer)
        if child is None:
            continue
        match outer:
            case _ if isinstance(outer.replace, ast.Call):
                inner = calls.get(outer.replace)
                if inner is not None and _path(file, inner.pytree) == child:
                    yield WriteBack(outer, inner)
            case _ if isinstance(outer.replace, ast.Name):
                yield from _through_variable(file, outer, outer.replace, child, calls)
            case _:
                inner = _in_function(outer, calls)
                if inner is not None:
                    yield WriteBack(outer, inner)


def _child(file: FileIndex, outer: TreeAtCall) -> Path | None:
    """The node that a call replaces, as the surrounding code names it."""
    tree = _path(file, outer.pytree)
    if tree is None or outer.selector is None:
        return None
    match outer.selector.body:
        case Path(root=Parameter.TREE, steps=[_, *_] as steps) if all(map(is_definite, steps)):
            return Path(tree.root, (*tree.steps, *steps), tree.origin)
    return None


def _path(file: FileIndex, node: ast.expr | None) -> Path | None:
    if node is None:
        return None
    path = Lowering(file.names).selection(node, {})
    if isinstance(path, Path) and isinstance(path.root, Outer):
        return path if all(map(is_definite, path.steps)) else None
    return None


def _in_function(outer: TreeAtCall, calls: dict[ast.Call, TreeAtCall]) -> TreeAtCall | None:
    """The inner call of `replace_fn=lambda child: tree_at(..., child, ...)`."""
    match outer.replace_fn:
        case ast.Lambda(args=ast.arguments(args=[parameter]), body=ast.Call() as body):
            inner = calls.get(body)
            if inner is not None and isinstance(inner.pytree, ast.Name):
                return inner if inner.pytree.id == parameter.arg else None
    return None


def _through_variable(
    file: FileIndex,
    outer: TreeAtCall,
    variable: ast.Name,
    child: Path,
    calls: dict[ast.Call, TreeAtCall],
) -> Iterator[WriteBack]:
    """The child goes by a variable, which the statements just before give its values."""
    nearest = islice(preceding(file, file.statement(outer.node)), 2)
    before = list(nearest)[::-1]
    update = _value(before[-1:], variable)
    inner = calls.get(update) if isinstance(update, ast.Call) else None
    if inner is None:
        return
    count = 1
    if isinstance(inner.pytree, ast.Name) and inner.pytree.id == variable.id:
        taken = _value(before[-2:-1], variable)
        count = 2
    else:
        taken = inner.pytree
    if _path(file, taken) == child and _uses(file, variable) == (count, count):
        yield WriteBack(outer, inner, tuple(before[-count:]))


def _value(statements: list[ast.stmt], variable: ast.Name) -> ast.expr | None:
    """What the one statement assigns to the variable."""
    match statements:
        case [ast.Assign(targets=[ast.Name(id=name)], value=value)] if name == variable.id:
            return value
    return None


def _uses(file: FileIndex, variable: ast.Name) -> tuple[int, int]:
    """How often a variable is bound, and how often it is read."""
    reads = sum(not isinstance(name.ctx, ast.Store) for name in file.uses(variable))
    return len(file.names.bindings(variable)), reads


def join(file: FileIndex, found: WriteBack) -> Fix | None:
    """The fix that updates the child in the outer call, if both selectors are written out."""
    outer, inner = found.outer, found.inner
    if not is_inline(outer, PATH) or not is_inline(inner, PATHS):
        return None
    if outer.is_leaf is not None or ast.dump(outer.node.func) != ast.dump(inner.node.func):
        return None
    if inner.is_leaf is not None and not makes_none_a_leaf(inner.is_leaf):
        return None
    if any("#" in file.text(step) for step in found.steps) or "#" in file.text(outer.node):
        return None
    names = _names(inner.where) - {_parameter(inner)}
    if _parameter(outer) in names or _reads_child(found):
        return None
    removals = (Rewrite(step, _without) for step in found.steps)
    change = Rewrite(outer.node, lambda old: _joined(file, found, old))
    return Fix.unsafe("update it in one call", *removals, change)


def _parameter(call: TreeAtCall) -> str:
    return "" if call.selector is None else call.selector.parameter


def _names(node: ast.expr | None) -> set[str]:
    inside = () if node is None else walk(node)
    return {name.id for name in inside if isinstance(name, ast.Name)}


def _reads_child(found: WriteBack) -> bool:
    """Whether the inner call reads the variable that is gone afterwards."""
    if isinstance(found.outer.replace, ast.Name):
        gone = found.outer.replace.id
    elif isinstance(found.outer.replace_fn, ast.Lambda):
        gone = found.outer.replace_fn.args.args[0].arg
    else:
        return False
    inner = found.inner
    rest = (*inner.node.args[2:], *(keyword.value for keyword in inner.node.keywords))
    return any(gone in _names(part) for part in rest)


def _without(_: cst.BaseSmallStatement) -> cst.RemovalSentinel:
    import libcst as cst

    return cst.RemovalSentinel.REMOVE


def _joined(file: FileIndex, found: WriteBack, outer: cst.Call) -> cst.Call:
    """The outer call with a path as long as both, and the inner call's replacement."""
    import libcst as cst

    from treelint.fixing.substitution import copied, substituted

    where = cst.ensure_type(outer.args[0].value, cst.Lambda)
    inner = cst.ensure_type(copied(file, found.inner.node), cst.Call)
    selection = cst.ensure_type(inner.args[0].value, cst.Lambda).body
    child = where.body.with_changes(lpar=[], rpar=[])
    body = substituted(selection, _parameter(found.inner), child)
    first = outer.args[0].with_changes(value=where.with_changes(body=body))
    replacement, *options = inner.args[2:]
    # In the place and the form of the old one.
    third = outer.args[2].with_changes(
        keyword=replacement.keyword, equal=replacement.equal, value=replacement.value
    )
    others = [option.with_changes(comma=cst.MaybeSentinel.DEFAULT) for option in options]
    return outer.with_changes(args=[first, outer.args[1], third, *others])
