"""On random selectors: what one returns is what the model says that it may return."""

import ast
import itertools
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from treelint.resolve import resolve
from treelint.selector.lower import lower
from treelint.selector.model import (
    Attr,
    Container,
    Each,
    Either,
    ForEach,
    Item,
    Nodes,
    NotANode,
    Opaque,
    Parameter,
    Path,
    Selection,
    Splat,
    Step,
)

KINDS = {
    Container.TUPLE: tuple,
    Container.LIST: list,
    Container.SET: set,
    Container.DICT: dict,
    Container.GENERATOR: Iterator,
    Container.MAP: map,
    Container.FILTER: filter,
}


class Node:
    """A node with a child under every name and every index, always the same one."""

    def __init__(self) -> None:
        self._children: dict[object, Node] = {}

    def __getattr__(self, name: str) -> "Node":
        if name.startswith("_") or name in {"append", "extend"}:
            raise AttributeError(name)
        return self._children.setdefault(name, Node())

    def __getitem__(self, index: int) -> "Node":
        return self._children.setdefault(index % 2, Node())

    def __iter__(self) -> Iterator["Node"]:
        return iter((self[0], self[1]))


NAMES = ("m", "x", "y", "z", "l")
name = st.sampled_from(NAMES)
path = st.builds(
    "{}{}".format,
    st.sampled_from((*NAMES, "m", "m", "o")),
    st.sampled_from(["", "", ".a", ".b", ".a.b", ".pair", ".pair[0]", ".layers", ".layers[-1]"]),
)
plain = st.one_of(path, path, path, st.sampled_from(["1", "None", "x[i]"]))
single = st.one_of(plain, plain, st.sampled_from(["g(x)", "g(m)", "g(l)"]))
several = st.one_of(
    st.lists(single, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
    st.lists(single, max_size=3).map(lambda items: f"({''.join(f'{i}, ' for i in items)})"),
    st.builds("[*{}, {}]".format, single, single),
    st.builds("[{} for l in {}]".format, single, path),
    st.builds("tuple({} for {} in {})".format, single, name, path),
    # Never over a list, which may grow by it without an end.
    st.builds("({} for l in {}.layers)".format, single, name),
    st.builds("{} + {}".format, name, name),
    st.builds("list({})".format, name),
    st.builds("tuple({})".format, name),
)
value = st.one_of(single, several)
SIMPLE = st.one_of(
    st.builds("{} = {}".format, name, value),
    st.builds("{} = {}".format, name, value),
    st.builds("x, y = {}".format, value),
    st.builds("x = y = {}".format, value),
    st.builds("{} += {}".format, name, several),
    st.builds("{}.append({})".format, name, value),
    st.builds("{}.append({})".format, name, single),
    st.builds("{}.extend({})".format, name, value),
    st.builds("g = lambda l: ({}, {})".format, plain, plain),
    st.builds("g = lambda y: [{} for l in {}]".format, plain, path),
    st.builds("g = lambda y: {}".format, plain),
    st.builds("keep({})".format, name),
    st.builds("keep((x := {}))".format, single),
    st.just("i = i + 1 if i else 0"),
    st.builds("if c(): return {}".format, value),
    st.just("pass"),
)


def block(statements: Sequence[str]) -> str:
    return textwrap.indent("\n".join(statements) or "pass", "    ")


def compound(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=4).map(block)
    end = st.sampled_from(["pass", "continue", "break", "if c(): break"])
    return st.one_of(
        st.builds("if c():\n{}".format, body),
        st.builds("if c():\n{}\nelse:\n{}".format, body, body),
        st.builds("for {} in {}:\n    tick()\n{}\n    {}".format, name, path, body, end),
        st.builds("for l in {}:\n    tick()\n{}\n    {}".format, path, body, end),
        st.builds("for l in {}:\n    tick()\n{}\n    {}\nelse:\n{}".format, path, body, end, body),
        st.builds("while c():\n{}\n    {}".format, body, end),
        st.builds("def inner():\n    nonlocal x\n    x = {}\ninner()".format, value),
    )


START = "def where(m):\n    x, y, z, l, i = [], m, m.a, m, 0\n    g = lambda l: l\n"
statement = st.recursive(SIMPLE, compound, max_leaves=12)
function = st.builds(
    f"{START}{{}}\n    return {{}}".format,
    st.lists(statement, min_size=1, max_size=6).map(block),
    st.one_of(name, name, value, st.builds("tuple({})".format, name)),
)


def run(code: str, tree: Any, answers: Sequence[bool]) -> Any:
    rest = iter(answers)

    def keep(kept: Any) -> None:
        """What other code may do with a list that it is given."""
        if isinstance(kept, list):
            kept.append(None)

    turns = itertools.count()

    def tick() -> None:
        if next(turns) > 12:  # each may double it
            raise ValueError("a list grows while it is looped over")

    names: dict[str, Any] = {"c": lambda: next(rest, False), "o": Node()}
    names |= {"keep": keep, "tick": tick}
    exec(code, names)  # noqa: S102
    where: Callable[[Any], Any] = names["where"]
    return where(tree), names["o"]


def admits(selection: Selection, result: Any, tree: Any, outer: Any) -> bool:
    """Whether the model allows for this result."""
    match selection:
        case Opaque() | NotANode():
            return True
        case Either(alternatives=alternatives):
            return any(admits(item, result, tree, outer) for item in alternatives)
        case Path(root=root, steps=steps):
            nodes = [tree if root is Parameter.TREE else outer]
            for step in steps:
                nodes = [child for node in nodes for child in taken(node, step)]
            return any(node is result for node in nodes)
        case Nodes(items=items, container=container):
            return isinstance(result, KINDS[container]) and fits(items, list(result), tree, outer)
        case ForEach(element=element, container=container):
            is_kind = isinstance(result, KINDS[container])
            is_seen = container is not Container.GENERATOR
            return is_kind and (
                not is_seen or all(admits(element, item, tree, outer) for item in result)
            )
        case Splat():
            return False


def taken(node: Any, step: Step) -> list[Any]:
    match step:
        case Attr(name=attribute):
            return [getattr(node, attribute)]
        case Item(key=int() as key):
            return [node[key]]
        case Each() | Item():
            return list(node)
    return []


def fits(items: Sequence[Selection], results: list[Any], tree: Any, outer: Any) -> bool:
    if not items:
        return not results
    first, *others = items
    if isinstance(first, Splat):
        return any(fits(others, results[count:], tree, outer) for count in range(len(results) + 1))
    return bool(results) and (
        admits(first, results[0], tree, outer) and fits(others, results[1:], tree, outer)
    )


@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(function, st.lists(st.booleans(), max_size=6))
def test_a_selector_returns_what_the_model_says(code: str, answers: list[bool]) -> None:
    try:
        parsed = ast.parse(code)
        compile(code, "where.py", "exec")
    except SyntaxError:
        assume(False)
    tree = Node()
    try:
        result, outer = run(code, tree, answers)
    except (AttributeError, TypeError, NameError, IndexError, ValueError):
        assume(False)
    names, _ = resolve(parsed, None, {})
    definition = parsed.body[0]
    assert isinstance(definition, ast.FunctionDef)
    lowered = lower(definition, names)
    assert lowered is not None
    assert admits(lowered.body, result, tree, outer), lowered.body


def test_the_test_itself_tells_right_from_wrong() -> None:
    code = "def where(m):\n    x = []\n    for l in m.layers:\n        x.append(l.a)\n    return x"
    tree = Node()
    result, outer = run(code, tree, ())
    definition = ast.parse(code).body[0]
    assert isinstance(definition, ast.FunctionDef)
    names, _ = resolve(ast.parse(code), None, {})
    lowered = lower(definition, names)
    assert lowered is not None
    assert isinstance(lowered.body, ForEach)
    assert admits(lowered.body, result, tree, outer)
    for wrong in (tuple(result), result[:1] * 0 + [tree], tree.a):
        assert not admits(lowered.body, wrong, tree, outer)
    written = itertools.chain(result, [tree.a])
    assert not admits(lowered.body, list(written), tree, outer)
