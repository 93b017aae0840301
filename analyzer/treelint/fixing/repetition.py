"""`[element] * count`, and the comprehension that makes each item by a call of its own."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.findings import Fix, Rewrite
from treelint.fixing.imports import Reference, first_name, reference
from treelint.records import dataclass
from treelint.resolve import ScopeKind
from treelint.walk import walk

if TYPE_CHECKING:
    import libcst as cst

    from treelint.index import FileIndex

# What means something else inside of a comprehension.
_KEPT_OUTSIDE = (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr)
_LOOP_NAMES = ("k", "subkey", "own_key")


@dataclass(frozen=True, slots=True)
class Repetition:
    """A display of one element, times a number."""

    node: ast.BinOp
    display: ast.List | ast.Tuple
    is_first: bool

    @property
    def element(self) -> ast.expr:
        """What is repeated."""
        return self.display.elts[0]

    @property
    def kind(self) -> str:
        """What it makes."""
        return "list" if isinstance(self.display, ast.List) else "tuple"


def repetition(value: ast.expr) -> Repetition | None:
    """The parts of `[element] * count`, if that makes more than one item."""
    match value:
        case ast.BinOp(
            left=ast.List(elts=[_]) | ast.Tuple(elts=[_]) as display, op=ast.Mult(), right=count
        ):
            found = Repetition(value, display, is_first=True)
        case ast.BinOp(
            left=count, op=ast.Mult(), right=ast.List(elts=[_]) | ast.Tuple(elts=[_]) as display
        ):
            found = Repetition(value, display, is_first=False)
        case _:
            return None
    is_once = isinstance(count, ast.Constant) and count.value in {0, 1}
    return None if is_once or isinstance(found.element, ast.Starred) else found


def each_anew(file: FileIndex, repeated: Repetition) -> Fix | None:
    """`[Layer(key=k) for k in jax.random.split(key, n)]`, or the same without keys.

    One key for all would leave them alike, so that there is none without `jax.random.split`.
    """
    call = repeated.element
    if repeated.kind != "list" or not isinstance(call, ast.Call):
        return None
    place = first_name(call.func)
    if place is None or file.names.scopes[place].kind is ScopeKind.CLASS:
        return None
    if file.text(repeated.node).count("#") != file.text(call).count("#"):
        return None  # a comment in the brackets would be lost
    inside = list(walk(call))
    if any(isinstance(node, _KEPT_OUTSIDE) for node in inside):
        return None
    if any(keyword.arg == "key" for keyword in call.keywords):
        return _with_keys(file, repeated, place, {node.id for node in _names(call)})
    # One that is given by its place, or under another name, is not told from the rest.
    has_key = any(
        "key" in file.text(argument) or "rng" in file.text(argument)
        for argument in (*call.args, *(keyword.value for keyword in call.keywords))
    )
    if has_key or not file.names.is_free("range", place):
        return None

    def plain(old: cst.BinaryOperation) -> cst.BaseExpression:
        import libcst as cst

        element, count = _parts(old, repeated)
        items = cst.Call(cst.Name("range"), [cst.Arg(count)])
        return _comprehension(old, element, "_", items)

    return Fix.unsafe("make each one by a call of its own", Rewrite(repeated.node, plain))


def _names(node: ast.AST) -> list[ast.Name]:
    return [inner for inner in walk(node) if isinstance(inner, ast.Name)]


def _with_keys(
    file: FileIndex, repeated: Repetition, place: ast.Name, taken: set[str]
) -> Fix | None:
    split = _split(file, place)
    name = next((name for name in _LOOP_NAMES if name not in taken), None)
    if split is None or name is None:
        return None

    def with_keys(old: cst.BinaryOperation) -> cst.BaseExpression:
        import libcst as cst

        element, count = _parts(old, repeated)
        call = cst.ensure_type(element, cst.Call)
        (key,) = (item for item in call.args if item.keyword and item.keyword.value == "key")
        items = cst.Call(cst.parse_expression(split.text), [cst.Arg(key.value), cst.Arg(count)])
        return _comprehension(old, call.deep_replace(key.value, cst.Name(name)), name, items)

    message = "make each one by a call of its own, with a key of its own"
    return Fix.unsafe(message, Rewrite(repeated.node, with_keys), *split.added)


def _split(file: FileIndex, place: ast.Name) -> Reference | None:
    """How the file writes `jax.random.split`."""
    served = reference(file, "jax.random", "split", place)
    if served is not None:
        return served
    module = reference(file, "jax", "random", place)
    return None if module is None else Reference(f"{module.text}.split", module.added)


def _parts(
    old: cst.BinaryOperation, repeated: Repetition
) -> tuple[cst.BaseExpression, cst.BaseExpression]:
    import libcst as cst

    display, count = (old.left, old.right) if repeated.is_first else (old.right, old.left)
    return cst.ensure_type(display, cst.List).elements[0].value, count


def _comprehension(
    old: cst.BinaryOperation, element: cst.BaseExpression | cst.CSTNode, name: str, items: cst.Call
) -> cst.BaseExpression:
    import libcst as cst

    loop = cst.CompFor(cst.Name(name), items)
    inside = cst.ensure_type(element, cst.Call)
    return cst.ListComp(inside, loop, lpar=old.lpar, rpar=old.rpar)
