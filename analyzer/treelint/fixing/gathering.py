"""Make one call of `tree_at` of a loop that has nothing else in it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.resolve import ScopeKind
from treelint.selector.model import Opaque, Path
from treelint.sites.update_loops import selected
from treelint.walk import walk

if TYPE_CHECKING:
    import libcst as cst

    from treelint.index import FileIndex
    from treelint.sites.update_loops import UpdateLoop
    from treelint.tree_at_call import TreeAtCall

_MANY = 500
_EFFECTS = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.Starred)
_SAME_EACH_TIME = frozenset({"builtins.range", "builtins.enumerate", "builtins.zip"})
_SIZES = frozenset({"builtins.len"})
_VIEWS = frozenset({"items", "keys", "values"})
_DISPLAYS = (ast.Tuple, ast.List, ast.Dict, ast.ListComp, ast.DictComp, ast.Constant)


def gather(file: FileIndex, found: UpdateLoop) -> Fix | None:
    """The fix for a loop of one statement over something that can be gone through twice."""
    loop, call = found.loop, found.call
    if not isinstance(loop, ast.For) or loop.body != [found.statement] or loop.orelse:
        return None
    if "#" in file.text(call.node):
        return None
    if file.names.scopes[found.tree].kind is ScopeKind.CLASS:
        return None  # a comprehension does not see the names of a class
    targets = _targets(loop.target)
    if not targets or not _is_simple_selector(file, call, targets):
        return None
    if any(isinstance(node, _EFFECTS) for node in walk(loop)):
        return None
    if not _is_same_twice(file, loop.iter) or _are_read_after(file, loop):
        return None
    if _reads_tree(found) and not _are_distinct(file, loop.iter):
        return None  # a node that comes twice would be updated once
    fixed = (call.replace_fn, call.is_leaf)
    if any(part is not None and _names(part) & {*targets, found.tree.id} for part in fixed):
        return None
    parameter = _parameter(call, loop)
    return Fix.unsafe(
        "make one call of the loop",
        Rewrite(loop, lambda old: _gathered(old, parameter, _indentation(file, loop))),
    )


def _targets(target: ast.expr) -> list[str]:
    """The variables of a loop; none if something else is assigned as well."""
    match target:
        case ast.Name(id=name):
            return [name]
        case ast.Tuple(elts=elements):
            inner = [_targets(element) for element in elements]
            return [name for names in inner for name in names] if all(inner) else []
    return []


def _is_simple_selector(file: FileIndex, call: TreeAtCall, targets: list[str]) -> bool:
    """Whether the selector is an inline lambda for one node, and the arguments are in order."""
    where = call.where
    if not isinstance(where, ast.Lambda) or call.selector is None or not selected(file, call):
        return False
    if not isinstance(call.selector.body, Path | Opaque):
        return False
    if where not in call.node.args[:1] or call.pytree not in call.node.args[1:2]:
        return False
    if any(
        keyword.arg not in {"replace", "replace_fn", "is_leaf"} for keyword in call.node.keywords
    ):
        return False
    first, *bound = where.args.args
    defaults = where.args.defaults
    are_plain = len(bound) == len(defaults) and all(
        isinstance(default, ast.Name) and default.id == parameter.arg
        for parameter, default in zip(bound, defaults, strict=True)
    )
    others = (where.args.vararg, where.args.kwarg, *where.args.kwonlyargs, *where.args.posonlyargs)
    return are_plain and not any(others) and first.arg not in targets


def _reads_tree(found: UpdateLoop) -> bool:
    """Whether what a turn replaces a node with may come from the turns before it."""
    replace = found.call.replace
    return found.call.replace_fn is not None or (
        replace is not None and found.tree.id in _names(replace)
    )


def _are_distinct(file: FileIndex, node: ast.expr) -> bool:
    """Whether no turn of a loop over it is like another one, as far as is known.

    Of what the turns are told apart by, one part that differs is enough.
    """
    match node:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            values = [ast.dump(element) for element in elements]
            are_constant = all(isinstance(element, ast.Constant) for element in elements)
            return are_constant and len(set(values)) == len(values)
        case ast.Call(func=ast.Attribute(attr="items" | "keys"), args=[]):
            return True
        case ast.Call(func=func, args=arguments):
            name = file.names.qualified_name(func)
            if name == "builtins.zip":
                return any(_are_distinct(file, argument) for argument in arguments)
            return name in {"builtins.range", "builtins.enumerate"}
        case ast.Name():
            value = file.names.value(node)
            return value is not node and _are_distinct(file, value)
    return False


def _is_same_twice(file: FileIndex, node: ast.expr) -> bool:
    """Whether going through a value a second time gives the same: an iterator is empty then."""
    match node:
        case ast.Name():
            value = file.names.value(node)
            return isinstance(value, _DISPLAYS)
        case ast.Attribute(value=value) | ast.Subscript(value=value):
            return isinstance(value, ast.Name | ast.Attribute | ast.Subscript)
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=[], keywords=[]):
            return name in _VIEWS
        case ast.Call(func=func, args=arguments):
            name = file.names.qualified_name(func) or ""
            if name == "builtins.range" or name in _SIZES:
                return all(_is_size(file, argument) for argument in arguments)
            return name in _SAME_EACH_TIME and all(
                _is_same_twice(file, argument) for argument in arguments
            )
    return isinstance(node, _DISPLAYS)


def _is_size(file: FileIndex, node: ast.expr) -> bool:
    calls = [inner for inner in walk(node) if isinstance(inner, ast.Call)]
    return all(file.names.qualified_name(inner.func) in _SIZES for inner in calls)


def _are_read_after(file: FileIndex, loop: ast.For) -> bool:
    """Whether something outside of the loop may read its variables, which will not be there."""
    names = [node for node in walk(loop.target) if isinstance(node, ast.Name)]
    uses = [use for name in names for use in file.uses(name)]
    # With so many uses all are not looked at, for each of so many loops.
    return len(uses) > _MANY or any(
        not isinstance(use.ctx, ast.Store) and not _is_in_loop_over(file, use) for use in uses
    )


def _is_in_loop_over(file: FileIndex, use: ast.Name) -> bool:
    """Whether a variable is read inside a loop that gives it its values."""
    inner: ast.AST = use
    for outer in file.ancestors(use):
        if isinstance(outer, ast.For) and inner in outer.body and use.id in _names(outer.target):
            return True
        inner = outer
    return False


def _names(node: ast.expr) -> set[str]:
    return {inner.id for inner in walk(node) if isinstance(inner, ast.Name)}


def _parameter(call: TreeAtCall, loop: ast.For) -> str:
    """A name for the selector's parameter that hides nothing that the loop goes through."""
    own = "" if call.selector is None else call.selector.parameter
    used = _names(loop.iter)
    if own not in used:
        return own
    used |= {inner.id for inner in walk(loop) if isinstance(inner, ast.Name)}
    candidates = ("tree", *(f"tree{number}" for number in range(2, len(used) + 3)))
    return next(name for name in candidates if name not in used)


def _indentation(file: FileIndex, loop: ast.For) -> str:
    line = file.source.lines[loop.lineno - 1]
    return line[: len(line) - len(line.lstrip())]


def _gathered(loop: cst.For, parameter: str, indentation: str) -> cst.SimpleStatementLine:
    import libcst as cst

    from treelint.fixing.layout import is_long, spread_call
    from treelint.fixing.renaming import renamed

    line = loop.body.body[0]
    comments = [loop.body.header.comment] if isinstance(loop.body, cst.IndentedBlock) else []
    lines = line.leading_lines if isinstance(line, cst.SimpleStatementLine) else ()
    only = line.body[0] if isinstance(line, cst.SimpleStatementLine) else line
    assignment = cst.ensure_type(only, cst.Assign)
    call = cst.ensure_type(assignment.value, cst.Call)
    where = cst.ensure_type(call.args[0].value, cst.Lambda)
    own = where.params.params[0].name.value
    body = _each(loop, renamed(where.body, own, parameter))
    plain = cst.Lambda(cst.Parameters([cst.Param(cst.Name(parameter))]), body)
    arguments = [call.args[0].with_changes(value=plain), call.args[1]]
    for index, argument in enumerate(call.args[2:]):
        keyword = "" if argument.keyword is None else argument.keyword.value
        is_replace = keyword == "replace" or (index == 0 and not keyword)
        value = _each(loop, argument.value) if is_replace else argument.value
        arguments.append(argument.with_changes(value=value))
    gathered = call.with_changes(args=arguments)
    statement = assignment.with_changes(value=gathered)
    if is_long(statement, len(indentation)):
        statement = assignment.with_changes(value=spread_call(gathered, indentation))
    return cst.SimpleStatementLine(
        [statement],
        leading_lines=[
            *(cst.EmptyLine(comment=comment) for comment in comments if comment is not None),
            *(cst.EmptyLine(comment=empty.comment) for empty in lines if empty.comment),
        ],
    )


def _each(loop: cst.For, value: cst.BaseExpression) -> cst.ListComp:
    import libcst as cst

    return cst.ListComp(value, cst.CompFor(loop.target, loop.iter))
