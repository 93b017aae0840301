"""Make one call of `tree_at` of several, where nothing can tell the difference."""

from __future__ import annotations

import ast
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite, Splice
from treelint.fixing.inline_selector import PATHS, is_inline
from treelint.index import end_of
from treelint.selector.model import Attr, Item
from treelint.selector.questions import makes_none_a_leaf, paths
from treelint.selector.relation import Relation, relations
from treelint.sites.liveness import variables_read_later
from treelint.sites.update_runs import reads, replacements, selections
from treelint.walk import walk

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    import libcst as cst

    from treelint.index import FileIndex
    from treelint.sites.update_runs import Run
    from treelint.tree_at_call import TreeAtCall

# Around these the tree may be seen half updated, or an exception may be taken.
_GUARDS = (ast.Try, ast.TryStar, ast.With, ast.AsyncWith)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
# What may happen inside an expression besides computing its value.
_EFFECTS = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom)
# What comes to its end, of what has a value; the functions of libraries do, as a rule.
_CERTAIN = (ast.Attribute, ast.Call, ast.Constant, ast.List, ast.Name, ast.Tuple, ast.keyword)
# What these call is theirs, and knows no variables of the user's.
_LIBRARIES = ("jax.numpy.", "jax.random.", "numpy.")


def merge(file: FileIndex, run: Run, members: Container[str]) -> Fix | None:
    """The fix that makes one call of a run, if that is known to give the same tree.

    `members` are the names of what classes define: such an attribute may compute its node.
    """
    if not all(map(_is_plain_call, run.calls)) or not _are_alike(run.calls):
        return None
    if not _are_apart(run.calls, members):
        return None
    nodes = run.statements or (run.calls[-1].node,)
    if any("#" in file.text(node) for node in nodes) or _is_guarded(file, nodes[0]):
        return None
    is_private = isinstance(run.variable, ast.Name) and _is_private(file, run.variable)
    for call in run.calls[1:]:
        if not _is_unaware(file, run, call, is_private=is_private):
            return None
    message = f"make one call of these {len(run.calls)}"
    comments = _comments(file, run)

    def transform(last: cst.Call) -> cst.Call:
        from treelint.fixing.merged_call import merged

        return merged(file, run, comments, last)

    return Fix.safe(message, *_removals(file, run), Rewrite(run.calls[-1].node, transform))


def _removals(file: FileIndex, run: Run) -> list[Splice]:
    """The statements before the last are gone, and their comments are in the call."""
    if not run.statements:
        return []
    first, last = (
        file.source.offset(statement.lineno, statement.col_offset)
        for statement in (run.statements[0], run.statements[-1])
    )
    return [Splice(first, last, "")]


def _comments(file: FileIndex, run: Run) -> list[tuple[str, ...]]:
    """The comments that belong to each call, above its statement or behind it."""
    comments: list[tuple[str, ...]] = [() for _ in run.calls]
    for index, (one, other) in enumerate(pairwise(run.statements)):
        end = file.source.offset(*end_of(one))
        between = file.source.text[end : file.source.offset(other.lineno, other.col_offset)]
        behind, *above = (line.strip(" \t;") for line in between.splitlines() or [""])
        comments[index] += (behind,) if behind.startswith("#") else ()
        comments[index + 1] += tuple(line for line in above if line.startswith("#"))
    return comments


def _is_plain_call(call: TreeAtCall) -> bool:
    """Whether a call gives literal paths, each with its replacement, and maybe `is_leaf`."""
    names = {keyword.arg for keyword in call.node.keywords}
    if not is_inline(call, PATHS) or not names <= {"replace", "is_leaf"} or call.selector is None:
        return False
    steps = (step for path in paths(call.selector.body) for step in path.steps)
    if not all(isinstance(step, Attr) or _is_literal(step) for step in steps):
        return False
    if call.is_leaf is not None and not _is_none_test(call.is_leaf):
        return False
    return len(replacements(call)) == len(selections(call)) > 0


def _is_none_test(is_leaf: ast.expr) -> bool:
    """Whether it is `lambda x: x is None`, which sees nothing of what other calls replace."""
    is_one_test = isinstance(is_leaf, ast.Lambda) and isinstance(is_leaf.body, ast.Compare)
    return is_one_test and makes_none_a_leaf(is_leaf)


def _is_literal(step: object) -> bool:
    return isinstance(step, Item) and type(step.key) in {int, str}


def _are_alike(calls: Sequence[TreeAtCall]) -> bool:
    """Whether the calls are of one function, and take the same `is_leaf`."""
    options = {
        (ast.dump(call.node.func), call.is_leaf is not None and ast.dump(call.is_leaf))
        for call in calls
    }
    return len(options) == 1


def _are_apart(calls: Sequence[TreeAtCall], members: Container[str]) -> bool:
    """Whether no two of the nodes can overlap, whatever the tree is."""
    found = [list(paths(call.selector.body)) for call in calls if call.selector is not None]
    steps = (step for group in found for path in group for step in path.steps)
    if any(isinstance(step, Attr) and step.name in members for step in steps):
        return False
    return all(relations(*pair) == {Relation.APART} for pair in combinations(found, 2))


def _is_guarded(file: FileIndex, node: ast.AST) -> bool:
    """Whether an exception may be taken before the function is left."""
    for outer in file.ancestors(node):
        if isinstance(outer, _DEFINITIONS):
            return False
        if isinstance(outer, _GUARDS):
            return True
    return False


def _is_unaware(file: FileIndex, run: Run, call: TreeAtCall, *, is_private: bool) -> bool:
    """Whether the replacements of a call cannot tell whether the calls before it have run."""
    if call.replace is None:
        return False
    parts = list(walk(call.replace))
    if any(isinstance(part, _EFFECTS) for part in parts):
        return False
    if run.variable is None:
        return True
    if reads(file, call, run.variable) or not isinstance(run.variable, ast.Name):
        return False
    if is_private:
        return True
    if isinstance(run.statements[-1], ast.Return):
        return False  # the variable would keep its old tree
    # What raises after the first update would leave the variable with its old tree.
    if not all(isinstance(part, _CERTAIN) for part in parts):
        return False
    called = (file.names.qualified_name(part.func) for part in parts if isinstance(part, ast.Call))
    return all(name is not None and name.startswith(_LIBRARIES) for name in called)


def _is_private(file: FileIndex, variable: ast.Name) -> bool:
    """Whether no other function can read the variable."""
    scope = file.names.scopes[variable]
    function = scope.node
    if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    later = variables_read_later(function, scope, file.names)
    return later is not None and variable.id not in later
