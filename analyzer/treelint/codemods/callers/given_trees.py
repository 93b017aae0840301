"""The tree that a call gives for a parameter: where it comes from, and can be put back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.callers.forms import Form, UnclearError, parameters
from treelint.codemods.callers.handing_back import is_put_back, origin
from treelint.codemods.callers.uses import names_in
from treelint.codemods.finding.places import is_frozen_tree, place_of, type_of
from treelint.codemods.flow.meanwhile import (
    caught_midway,
    function_around,
    reached,
    read_meanwhile,
)
from treelint.codemods.flow.succession import is_read_after
from treelint.codemods.holders.freshness import is_fresh, is_unchangeable
from treelint.codemods.holders.keeping import keepings
from treelint.codemods.holders.roots import why_shared
from treelint.project.types import NONE, alternatives
from treelint.records import dataclass, field
from treelint.sites.evaluation import given_away, is_parameter, is_plain
from treelint.walk import walk

if TYPE_CHECKING:
    from treelint.codemods.callers.uses import Use
    from treelint.codemods.finding.places import Chain


@dataclass
class GivenTree:
    """What a call gives for a parameter.

    `target` is what has to be assigned the tree that comes back, and `kept` are the indices in it
    that must be evaluated once. `root` is the variable or attribute that has the tree, if any.
    """

    target: ast.expr | str | None = None
    root: Chain | None = None
    kept: list[ast.expr] = field(default_factory=list)

    def check(self, use: Use) -> None:
        """Raise if something else has the tree as well."""
        if self.root is None:
            return
        statement = use.file.statement(use.call)
        reason = (
            why_shared(use.file, statement, self.root)
            or caught_midway(use.file, statement, self.root)
            or read_meanwhile(use.file, use.call, self.root)
        )
        if reason is not None:
            raise UnclearError(reason)


def given_tree(use: Use, form: Form, name: str) -> GivenTree:
    """What a call gives for one parameter of a function, and whether it needs it back."""
    if use.of_super is not None:
        return _own_self(use, use.of_super, form, name)
    if use.argument is None:
        return GivenTree()
    argument = origin(use.file, use.argument)
    is_given = name in form.given
    index = form.given.index(name) if is_given and form.is_display else None
    if is_fresh(use.file, argument):
        return GivenTree()
    if is_given and is_put_back(use.file, use.call, argument, index):
        return GivenTree(root=_holder(use, argument))
    root = _root(use, argument)
    if not isinstance(argument, ast.Name | ast.Attribute | ast.Subscript) or root is None:
        msg = f"`{ast.unparse(use.call.func)}` is given what no variable holds"
        raise UnclearError(msg)
    _check_other_arguments(use, argument)
    if any(isinstance(outer, ast.Try) for outer in use.file.ancestors(use.call)):
        msg = f"`{ast.unparse(use.call.func)}` may raise midway, which its caller catches"
        raise UnclearError(msg)
    if is_given and _is_gone(use, root):
        return GivenTree(root=root)
    if is_given and (form.is_display or argument is not use.argument):
        msg = f"a caller of `{ast.unparse(use.call.func)}` keeps the old `{ast.unparse(argument)}`"
        raise UnclearError(msg)
    return GivenTree(argument, root, _kept(use, root, argument))


def _root(use: Use, argument: ast.expr) -> Chain | None:
    """The tree that an argument is, or is a part of."""
    if not isinstance(argument, ast.Name | ast.Attribute | ast.Subscript):
        return None
    place = place_of(use.file, argument)
    found = type_of(use.file, argument)
    if NONE in alternatives(found):
        msg = f"`{ast.unparse(argument)}` may be None"
        raise UnclearError(msg)
    if not is_frozen_tree(found):
        msg = f"it is not known what `{ast.unparse(argument)}` is"
        raise UnclearError(msg)
    return argument if place is None else place.root


def _holder(use: Use, argument: ast.expr) -> Chain | None:
    """The tree that an argument is in, or the argument, where its type is known no longer."""
    if not isinstance(argument, ast.Name | ast.Attribute | ast.Subscript):
        return None
    place = place_of(use.file, argument)
    return argument if place is None else place.root


def _own_self(use: Use, around: ast.FunctionDef, form: Form, name: str) -> GivenTree:
    """What `super().method()` changes: the `self` of the method around it."""
    first = parameters(around)[0]
    if name in form.given:
        index = form.given.index(name) if form.is_display else None
        if not is_put_back(use.file, use.call, ast.Name(first, ast.Load()), index):
            msg = f"a caller of `{ast.unparse(use.call.func)}` keeps the old `{first}`"
            raise UnclearError(msg)
    names = [
        node
        for node in walk(around)
        if isinstance(node, ast.Name) and node.id == first and isinstance(node.ctx, ast.Load)
    ]
    for node in names:
        statement = use.file.statement(use.call)
        reason = why_shared(use.file, statement, node)
        if reason is not None or next(keepings(use.file, node), None) is not None:
            raise UnclearError(reason or f"something else may hold `{first}`")
    return GivenTree(None if name in form.given else first)


def _is_gone(use: Use, root: Chain) -> bool:
    """Whether nobody reads a variable any more once the call has what it held."""
    if not isinstance(root, ast.Name) or is_parameter(use.file, root):
        return False
    statement = use.file.statement(use.call)
    inside = [
        node
        for node in walk(statement)
        if isinstance(node, ast.Name) and node.id == root.id and node is not root
    ]
    return not inside and not is_read_after(use.file, root, statement)


def _kept(use: Use, root: Chain, argument: ast.expr) -> list[ast.expr]:
    """The indices on the way to an argument that may be another when it is put back."""
    found: list[ast.expr] = []
    bound = {
        node.target.id for node in walk(use.call) if isinstance(node, ast.NamedExpr)
    } | use.file.once(given_away)
    while isinstance(argument, ast.Attribute | ast.Subscript):
        if isinstance(argument, ast.Subscript):
            index = argument.slice
            if isinstance(index, ast.Slice | ast.Tuple):
                msg = f"`{ast.unparse(argument)}` is a copy"
                raise UnclearError(msg)
            if not _is_constant(index, bound):
                found.append(index)
        argument = argument.value
    if any(isinstance(node, ast.NamedExpr) for index in found for node in walk(index)):
        raise UnclearError("an index assigns to a variable in passing")
    if any(_may_move(use, root, index) for index in found):
        raise UnclearError("an index may change the tree that it leads into")
    return found


def _may_move(use: Use, root: ast.expr, index: ast.expr) -> bool:
    """Whether evaluating an index may change the tree, the beginning of whose path it follows."""
    if not any(isinstance(node, ast.Call) for node in walk(index)):
        return False
    first = next(node for node in walk(root) if isinstance(node, ast.Name))
    if first.id in names_in(index):
        return not is_plain(use.file, index)
    function = function_around(use.file, use.call)
    owner = use.file.names.scopes[first].owner(first.id)
    is_own = root is first and owner is not None and owner.node is function
    return not is_own and bool(reached(use.file, [index]))


def _is_constant(index: ast.expr, bound: set[str]) -> bool:
    return all(
        isinstance(node, ast.Constant | ast.UnaryOp | ast.BinOp)
        or (isinstance(node, ast.Name) and node.id not in bound)
        for node in walk(index)
    )


def _check_other_arguments(use: Use, argument: Chain) -> None:
    """Raise if the function gets the tree, or a part of it, by another way too."""
    first = next(node for node in walk(argument) if isinstance(node, ast.Name))
    others = [*use.call.args, *(keyword.value for keyword in use.call.keywords)]
    if isinstance(use.call.func, ast.Attribute) and use.call.func is not argument:
        others.append(use.call.func.value)
    for other in others:
        for node in walk(other) if other is not argument else ():
            if not isinstance(node, ast.Name) or node.id != first.id:
                continue
            part: ast.AST = node
            while isinstance(outer := use.file.parents[part], ast.Attribute | ast.Subscript):
                part = outer
            if isinstance(part, ast.expr) and not is_unchangeable(type_of(use.file, part)):
                msg = f"`{first.id}` is given twice"
                raise UnclearError(msg)
