"""Other names for parts of a tree: `layer = model.layers[1]`, `for layer in model.layers`.

In the program as if trees could be changed, such a variable is the part itself, so that writing
`model.layers[1]` for it wherever it is read changes nothing. Then what is assigned to its fields
can be rewritten like everything else.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.codemods.fresh_names import FreshNames
from treelint.codemods.handing_back import UnclearError
from treelint.codemods.places import root_of, type_of
from treelint.codemods.purity import is_plain
from treelint.codemods.writing import expression, loop_header
from treelint.findings import Rewrite
from treelint.project.types import Listing, ListingKind
from treelint.records import dataclass
from treelint.resolve import ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    import libcst as cst

    from treelint.codemods.places import Chain
    from treelint.findings import Change
    from treelint.index import FileIndex

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_KINDS = {ListingKind.LIST, ListingKind.TUPLE}


@dataclass(frozen=True, slots=True)
class Alias:
    """A variable, the tree that it is a part of, and what to write for the variable."""

    name: ast.Name
    root: Chain
    text: str
    header: Change
    """What its assignment, or the head of its loop, becomes."""
    region: ast.AST
    """The loop; or the function or module that the assignment is in."""


def inlined(file: FileIndex, name: ast.Name) -> tuple[Alias, tuple[Change, ...]]:
    """What to change so that a variable is no longer needed; raise if it cannot be."""
    alias = _alias(file, name)
    uses = [use for use in file.uses(alias.name) if isinstance(use.ctx, ast.Load)]
    shown = f"`{name.id}`"
    for use in uses:
        if not _is_in(file, use, alias.region):
            msg = f"{shown} is read after its loop"
            raise UnclearError(msg)
        if use.lineno < alias.name.lineno or _function(file, use) is not _function(
            file, alias.name
        ):
            msg = f"{shown} is read where it is not known what it is"
            raise UnclearError(msg)
    _check_unmoved(file, alias)
    reads = tuple(Rewrite(use, expression(alias.text)) for use in uses)
    return alias, (alias.header, *reads)


def _alias(file: FileIndex, name: ast.Name) -> Alias:
    stores = [use for use in file.uses(name) if isinstance(use.ctx, ast.Store)]
    owner = file.names.scopes[name].owner(name.id)
    if len(stores) != 1 or owner is None or owner.kind is ScopeKind.CLASS:
        msg = f"`{name.id}` may be several things"
        raise UnclearError(msg)
    store = stores[0]
    found = _of_assignment(file, store) or _of_loop(file, store)
    if found is None:
        msg = f"`{name.id}` is a part of something else, which would not change"
        raise UnclearError(msg)
    return found


def _of_assignment(file: FileIndex, store: ast.Name) -> Alias | None:
    match file.parents[store]:
        case ast.Assign(targets=[ast.Name()], value=ast.Attribute() | ast.Subscript() as value):
            root = root_of(file, value)
            if root is None or not _is_steady(file, value):
                return None
            statement = file.statement(store)
            region = _function(file, store)
            if any(isinstance(outer, _LOOPS) for outer in file.ancestors(statement)):
                return None  # another part in each turn
            return Alias(store, root, file.text(value), Rewrite(statement, _gone), region)
    return None


def _gone(_: cst.CSTNode) -> cst.RemovalSentinel:
    # Loaded here: only a fix that is applied needs it.
    import libcst as cst

    return cst.RemoveFromParent()


def _of_loop(file: FileIndex, store: ast.Name) -> Alias | None:
    """The variable of a loop over a list or tuple of a tree, with its index."""
    loop = next((outer for outer in file.ancestors(store) if isinstance(outer, ast.For)), None)
    if loop is None or store not in walk(loop.target) or loop.orelse:
        return None
    turns = _turns(file, loop, store)
    if turns is None or not _can_be_indexed(file, loop, turns.container):
        return None
    text = file.text(turns.container)
    root = root_of(file, turns.container)
    if root is None:
        return None
    header = Rewrite(loop, loop_header(turns.target, turns.iterated.format(text)))
    return Alias(store, root, f"{text}[{turns.index}]", header, loop)


@dataclass(frozen=True, slots=True)
class _Turns:
    """How a loop goes over a container by index: its new target, and what it goes over then."""

    container: ast.expr
    index: str
    target: str
    iterated: str = "range(len({}))"


def _turns(file: FileIndex, loop: ast.For, store: ast.Name) -> _Turns | None:
    match loop.target, loop.iter:
        case ast.Name(), ast.Call(func=func, args=[inner], keywords=[]):
            if file.names.qualified_name(func) == "builtins.reversed":
                index = FreshNames(file, loop).like("i")
                return _Turns(inner, index, index, "reversed(range(len({})))")
        case ast.Name(), container:
            index = FreshNames(file, loop).like("i")
            return _Turns(container, index, index)
        case ast.Tuple(elts=elements), ast.Call(func=func, args=arguments):
            if store not in elements:
                return None
            name = file.names.qualified_name(func)
            if name == "builtins.zip" and len(elements) == len(arguments):
                index = FreshNames(file, loop).like("i")
                target = f"{index}, ({', '.join(map(ast.unparse, elements))})"
                container = arguments[elements.index(store)]
                whole = file.text(loop.iter).replace("{", "{{").replace("}", "}}")
                return _Turns(container, index, target, f"enumerate({whole})")
            if name == "builtins.enumerate" and len(arguments) == 1 and elements[1] is store:
                return _enumerated(loop, elements[0], arguments[0])
    return None


def _enumerated(loop: ast.For, index: ast.expr, container: ast.expr) -> _Turns | None:
    if not isinstance(index, ast.Name) or _is_assigned(loop, index.id):
        return None
    return _Turns(container, index.id, index.id)


def _can_be_indexed(file: FileIndex, loop: ast.For, container: ast.expr) -> bool:
    held = type_of(file, container)
    is_listing = isinstance(held, Listing) and held.kind in _KINDS
    is_chain = isinstance(container, ast.Attribute) and _is_steady(file, container)
    return is_listing and is_chain and "#" not in file.text(loop.iter)


def _is_steady(file: FileIndex, chain: ast.expr) -> bool:
    """Whether a chain's indices only read variables that are assigned once."""
    while isinstance(chain, ast.Attribute | ast.Subscript):
        if isinstance(chain, ast.Subscript):
            if isinstance(chain.slice, ast.Slice) or not is_plain(file, chain.slice):
                return False
            for name in walk(chain.slice):
                if isinstance(name, ast.Name) and len(file.names.bindings(name)) != 1:
                    return False
        chain = chain.value
    return isinstance(chain, ast.Name)


def _is_assigned(loop: ast.For, name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)
        for statement in loop.body
        for node in walk(statement)
    )


def _check_unmoved(file: FileIndex, alias: Alias) -> None:
    """Raise if another part may come to stand where the variable's part was."""
    container = alias.text
    for mutation in file.mutations:
        if not _is_in(file, mutation.statement, alias.region):
            continue
        changed = ast.unparse(mutation.place.node)
        first = alias.text.partition("[")[0]
        if ast.unparse(ast.parse(container, mode="eval").body).startswith(changed) or (
            changed == first or (changed.startswith(f"{first}[") and changed.endswith("]"))
        ):
            msg = f"`{changed}` changes, while `{alias.name.id}` is a part of it"
            raise UnclearError(msg)
    root = alias.root
    if not isinstance(root, ast.Name):
        return
    # Loaded here: the two ask each other.
    from treelint.codemods.sharing import is_own_update

    for use in file.uses(root):
        is_store = isinstance(use.ctx, ast.Store)
        if is_store and use.lineno > alias.name.lineno and not is_own_update(file, use):
            msg = f"`{root.id}` becomes another tree, while `{alias.name.id}` is a part of it"
            raise UnclearError(msg)


def _is_in(file: FileIndex, node: ast.AST, region: ast.AST) -> bool:
    return region is file.tree or region in file.ancestors(node)


def _function(file: FileIndex, node: ast.AST) -> ast.AST:
    for outer in file.ancestors(node):
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            return outer
    return file.tree
