"""Whatever is inferred holds when the program is run: random programs, watched as they run."""

from __future__ import annotations

import ast
import contextlib
import tempfile
from pathlib import Path

import equinox as eqx
import jax
import jax.numpy as jnp
from hypothesis import given
from hypothesis import strategies as st

from tests.analyzer.reveal import inference_of, words
from treelint.project.types import (
    CALLABLE,
    NONE,
    UNKNOWN,
    Array,
    ClassObject,
    Function,
    Imported,
    Instance,
    Listing,
    ListingKind,
    Mapping,
    Scalar,
    Type,
    Union,
    join,
)

PRELUDE = """\
import contextlib
import equinox as eqx
import jax
import jax.numpy as jnp

class Layer(eqx.Module):
    weight: jax.Array
    bias: jax.Array | None = None
    size: int = eqx.field(static=True, default=3)

    def first(self):
        return self.weight

class Model(eqx.Module):
    layer: Layer
    layers: list[Layer]
    extra: Layer | None = None

def a_layer() -> Layer:
    return Layer(jnp.ones(2))

def optional(flag) -> Layer | None:
    return a_layer() if flag else None

"""
NAMES = st.sampled_from(["a", "b", "c"])
VALUES = st.sampled_from(
    [
        "None",
        "1",
        "'s'",
        "flag",
        "jnp.ones(2)",
        "a_layer()",
        "Layer(jnp.ones(2), jnp.ones(2))",
        "Layer(jnp.ones(2), None, 4)",
        "Model(a_layer(), [a_layer()])",
        "Model(a_layer(), [], a_layer())",
        "optional(flag)",
        "optional(not flag)",
        "Layer",
    ]
)
EXPRESSIONS = st.recursive(
    st.one_of(NAMES, VALUES),
    lambda inner: st.one_of(
        st.builds("{}.{}".format, NAMES, st.sampled_from(["layer", "layers", "extra", "weight"])),
        st.builds("{}.{}".format, NAMES, st.sampled_from(["bias", "size", "T", "shape"])),
        st.builds("{}.first()".format, NAMES),
        st.builds("{}[{}]".format, NAMES, st.sampled_from([0, -1, 1, ":1", "'k'"])),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({}, {})".format, inner, inner),
        st.builds("{{'k': {}}}".format, inner),
        st.builds("({} if flag else {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} + {})".format, inner, inner),
        st.builds("({} * 2)".format, inner),
        st.builds("[{} for q in {}]".format, st.sampled_from(["q", "q.weight", "a"]), NAMES),
        st.builds("({} := {})".format, NAMES, inner),
        st.builds("list({})".format, inner),
        st.builds("eqx.tree_at(lambda t: t.weight, {}, jnp.zeros(2))".format, NAMES),
    ),
    max_leaves=4,
)
TESTS = st.one_of(
    st.sampled_from(["flag", "not flag"]),
    st.builds("{} is None".format, NAMES),
    st.builds("{} is not None".format, NAMES),
    st.builds("isinstance({}, {})".format, NAMES, st.sampled_from(["Layer", "(int, Model)"])),
    st.builds("{0} is not None and not isinstance({0}, Layer)".format, NAMES),
    st.builds("isinstance({0}, Model) and {0}.extra is not None".format, NAMES),
    st.builds("isinstance({0}, list) or {0} is None".format, NAMES),
)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]


@st.composite
def _block(draw: st.DrawFn, depth: int, *, in_loop: bool = False) -> list[str]:
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        lines += draw(_statement(depth, in_loop=in_loop))
    return lines


@st.composite
def _statement(draw: st.DrawFn, depth: int, *, in_loop: bool) -> list[str]:
    simple = ["assign", "assign", "assign", "reveal", "attribute", "unpack", "augment"]
    simple += ["append", "item"]
    ends = ["assert", "return", *(["break", "continue"] if in_loop else [])]
    nested = ["if", "if", "guard", "for", "while", "try", "with", "function", "match"]
    kind = draw(st.sampled_from([*simple, *ends, *(nested if depth else [])]))
    name = draw(NAMES)
    value = draw(EXPRESSIONS)
    if kind in {"assign", "attribute", "reveal"}:
        what = f"reveal({name})" if kind == "reveal" else f"{name} = {value}"
        return [what, f"reveal({value})"] if kind == "attribute" else [what]
    if kind in {"unpack", "augment", "append", "item"}:
        return {
            "unpack": [f"{name}, {draw(NAMES)} = {value}"],
            "augment": [f"{name} += {value}"],
            "append": [f"{name}.append({value})"],
            "item": [f"{name}[0] = {value}"],
        }[kind]
    test = draw(TESTS)
    if kind in {"assert", "return", "break", "continue"}:
        return [f"assert {test}"] if kind == "assert" else [f"if {test}:", f"    {kind}"]
    body = _indented(draw(_block(depth - 1, in_loop=in_loop or kind in {"for", "while"})))
    if kind == "guard":
        return [f"if {test}:", *body, "    return", f"reveal({name})"]
    other = _indented(draw(_block(depth - 1, in_loop=in_loop and kind != "function")))
    return {
        "if": [f"if {test}:", *body, "else:", *other],
        "for": [f"for {name} in {value}:", *body, "else:", *other],
        "while": ["while tick():", *body],
        "try": ["try:", *body, "except Exception:", *other, "finally:", f"    reveal({name})"],
        "with": ["with contextlib.suppress(Exception):", *body],
        "function": ["def g():", f"    reveal({name})", *other, "g()"],
        "match": [
            "match flag:",
            "    case True:",
            *_indented(body),
            f"    case {name}:",
            "        pass",
        ],
    }[kind]


@st.composite
def programs(draw: st.DrawFn) -> str:
    start = [f"{name} = {draw(VALUES)}" for name in ("a", "b", "c")]
    body = draw(_block(2))
    ends = [f"reveal({name})" for name in ("a", "b", "c")]
    return PRELUDE + "\n".join(["def f(flag):", *_indented([*start, *body, *ends])]) + "\n"


def admits(type_: Type, value: object) -> bool:
    match type_:
        case Union(members=members):
            return any(admits(member, value) for member in members)
        case Instance(cls=cls, is_exact=is_exact, known=known):
            names = [base.__name__ for base in type(value).__mro__]
            fits = names[0] == cls.short_name if is_exact else cls.short_name in names
            return fits and all(admits(of, getattr(value, field)) for field, of in known)
        case Array():
            return isinstance(value, jax.Array)
        case Scalar(name=name, value=constant):
            # True is an int, too.
            names = [base.__name__ for base in type(value).__mro__]
            return name in names and constant in (..., value)
        case Listing(kind=kind, element=element, items=items):
            return _admits_items(kind, element, items, value)
        case Mapping(value=inner):
            return isinstance(value, dict) and all(admits(inner, item) for item in value.values())
        case ClassObject(cls=cls):
            return isinstance(value, type) and value.__name__ == cls.short_name
        case Function() | Imported():
            return callable(value)
    return value is None if type_ is NONE else type_ in {UNKNOWN, CALLABLE}


def _admits_items(
    kind: ListingKind, element: Type, items: tuple[Type, ...] | None, value: object
) -> bool:
    if not isinstance(value, list | tuple):
        return False
    if kind is not ListingKind.ANY and type(value).__name__ != kind.value:
        return False
    if items is not None and len(items) != len(value):
        return False
    return all(admits(element, item) for item in value)


def _lists_forgotten(type_: Type) -> Type:
    match type_:
        case Listing(kind=ListingKind.LIST):
            return Listing(ListingKind.LIST, UNKNOWN)
        case Listing(kind=kind, element=element, items=items):
            inner = None if items is None else tuple(map(_lists_forgotten, items))
            return Listing(kind, _lists_forgotten(element), inner)
        case Mapping(value=value):
            return Mapping(UNKNOWN, _lists_forgotten(value))
        case Union(members=members):
            return join(map(_lists_forgotten, members))
    return type_


class _Watched(ast.NodeTransformer):
    """Number the calls of `reveal`, so that each is known when it is run."""

    def __init__(self) -> None:
        self.arguments: list[ast.expr] = []

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "reveal":
            self.arguments.append(node.args[0])
            number = ast.Constant(len(self.arguments) - 1)
            return ast.copy_location(ast.Call(node.func, [*node.args, number], []), node)
        return node


def run(code: str) -> list[tuple[int, object]]:
    """What each `reveal` saw, in the order of the run."""
    seen: list[tuple[int, object]] = []
    watched = _Watched()
    tree = ast.fix_missing_locations(watched.visit(ast.parse(code)))
    ticks = iter(range(3))
    scope = {
        "__name__": "program",
        "reveal": lambda value, number: seen.append((number, value)),
        "tick": lambda: next(ticks, None) is not None,
    }
    exec(compile(tree, "program", "exec", dont_inherit=True), scope)  # noqa: S102
    function = scope["f"]
    assert callable(function)
    for flag in (True, False):
        # The programs are random: many end in an error, after some values have been seen.
        with contextlib.suppress(Exception):
            function(flag)
    return seen


FOLDER = Path(tempfile.gettempdir())


@given(programs())
def test_values_are_of_the_inferred_types(code: str) -> None:
    inference = inference_of(code, FOLDER / "program.py")
    watched = _Watched()
    watched.visit(inference.module.tree)
    # What is in a list that is changed through another name is not followed.
    is_mutated = any(sign in code for sign in (".append(", "+=", "[0] = "))
    for number, value in run(code):
        inferred = inference.of(watched.arguments[number])
        if is_mutated:
            inferred = _lists_forgotten(inferred)
        assert admits(inferred, value), f"{words(inferred)} is not {value!r}:\n{code}"


# What is put into a list: most of it of the type of what is in it.
ITEMS = st.one_of(
    st.sampled_from(["a_layer()", "Layer(jnp.ones(2))", "a[0]", "a[-1]", "a.pop()"]),
    st.just("eqx.tree_at(lambda t: t.weight, a[0], jnp.zeros(2))"),
    st.just("eqx.tree_at(lambda t: t.weight, a[-1], None, is_leaf=lambda n: n is None)"),
    VALUES,
)
CHANGES = st.one_of(
    st.builds("a.append({})".format, ITEMS),
    st.builds("a.insert(0, {})".format, ITEMS),
    st.builds("a[{}] = {}".format, st.sampled_from([0, -1, "n"]), ITEMS),
    st.builds("a[{}] = b = {}".format, st.sampled_from([0, -1]), ITEMS),
    st.builds("a[{}], b = {}, 1".format, st.sampled_from([0, -1]), ITEMS),
    st.builds("a[:1] = [{}]".format, ITEMS),
    st.builds("a += [{}]".format, ITEMS),
    st.builds("a = [{}]".format, ITEMS),
    st.builds("put = a.append; put({})".format, ITEMS),
    st.sampled_from(["del a[0]", "a.pop()", "a.reverse()", "a.clear()", "b = a[0]", "reveal(b)"]),
)


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list that is changed, in loops and branches, but never through another name."""
    start = ", ".join(draw(st.lists(ITEMS.filter(lambda item: "a[" not in item), max_size=3)))
    lines = [f"a = [{start}]", "b = None"]
    for _ in range(draw(st.integers(1, 4))):
        inside = [*draw(st.lists(CHANGES, min_size=1, max_size=3)), "reveal(a)", "reveal(a[0])"]
        head = draw(st.sampled_from(["", "for n in range(2):", "if flag:", "while tick():"]))
        lines += [head, *_indented(inside)] if head else ["n = 0", *inside]
    return PRELUDE + "\n".join(["def f(flag):", *_indented([*lines, "reveal(a)"])]) + "\n"


@given(lists())
def test_lists_hold_what_is_put_there(code: str) -> None:
    inference = inference_of(code, FOLDER / "program.py")
    watched = _Watched()
    watched.visit(inference.module.tree)
    for number, value in run(code):
        inferred = inference.of(watched.arguments[number])
        assert admits(inferred, value), f"{words(inferred)} is not {value!r}:\n{code}"


def test_the_watch_sees_wrong_types() -> None:
    layer = Layer(jnp.ones(2))
    inference = inference_of("class Layer: ...\nreveal(Layer(), 1, [1])", FOLDER / "program.py")
    call = inference.module.tree.body[1]
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)
    instance, one, ones = map(inference.of, call.value.args)
    assert admits(instance, layer)
    assert not admits(instance, 1)
    assert not admits(one, 2)
    assert not admits(ones, ["s"])
    assert not admits(ones, [1, 1])


class Layer(eqx.Module):
    weight: jax.Array
