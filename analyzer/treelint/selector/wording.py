"""What is said of a mistake, in the same words by linter and plugin: what, and the cure.

`text` gives the words of an expression as its reader knows them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TypeAlias

from treelint.selector.model import Container, ForEach, Nodes, NotANode, Path, Test, TestKind

Text: TypeAlias = Callable[[ast.expr], str]

_LOOKS_AT = {
    TestKind.TYPE: "the type of a leaf",
    TestKind.INSTANCE: "the type of a leaf",
    TestKind.PREDICATE: "the type of a leaf",
    TestKind.NUMBER: "the value of a leaf",
    TestKind.ARRAY_ATTRIBUTE: "the array at a leaf",
    TestKind.TRUTH: "the truth of a leaf",
    TestKind.PROPERTY: "what a leaf has",
    TestKind.NONE: "whether a leaf is None, as `is_leaf` makes None a leaf",
}
_COLLECTED_IN = {
    Container.GENERATOR: "a generator",
    Container.MAP: "`map`",
    Container.FILTER: "`filter`",
    Container.VIEW: "a view of a dict",
    Container.SET: "a set",
    Container.DICT: "a dict",
}

WRONG_PARAMETERS = (
    "`where` is called with the tree alone, which does not fit its parameters; give it one "
    "parameter, and let it see other values from outside"
)
WRONG_REPLACE_FN = (
    "`replace_fn` is called with the node alone, which does not fit its parameters; give it one "
    "parameter, and let it see other values from outside"
)
BOTH_REPLACEMENTS = (
    "`replace` and `replace_fn` are both given; `tree_at` takes one of them. Remove one"
)
BOTH_BY_POSITION = (
    "the fourth argument is `replace_fn`, and `replace` is given as well; remove one, or write "
    "`is_leaf=` if that was meant"
)
NO_REPLACEMENT = "nothing to replace the node with; give `replace` or `replace_fn`"


def leaf_dependent(test: Test, text: Text) -> str:
    """A selector that looks at a leaf."""
    return (
        f"`{text(test.origin)}` looks at {_LOOKS_AT[test.kind]}, but `where` may depend on the "
        "structure of its tree only; look at the outer tree instead, with `zip`"
    )


def not_a_node(item: NotANode | Nodes | ForEach, text: Text) -> str:
    """What stands where a node should."""
    if isinstance(item, NotANode):
        return (
            f"{item.what} is never a node of the tree; select the node itself, and compute with "
            "it in `replace_fn`"
        )
    return (
        f"`{text(item.origin)}` is made anew at each call, so it is never a node of the tree; "
        "write all nodes side by side in one tuple"
    )


def not_a_sequence(container: Container) -> str:
    """Nodes that are collected in the wrong thing."""
    cure = "a tuple" if container is Container.DICT else "`tuple(...)`"
    return (
        f"`where` returns {_COLLECTED_IN[container]}, which is no sequence of nodes; return "
        f"{cure} instead"
    )


def named_twice(path: Path, text: Text) -> str:
    """One node, twice."""
    return (
        f"`{text(path.origin)}` is named twice, but is one node: of two replacements the last "
        "silently wins. Name each node once"
    )


def overlapping(outer: Path, inner: Path, text: Text) -> str:
    """A node, and one inside it."""
    return (
        f"`{text(inner.origin)}` lies inside `{text(outer.origin)}`, which is replaced as well; "
        "replace the outer node first, in a call of its own"
    )


def static_field(path: Path, name: str, owner: str, text: Text) -> str:
    """A static field of a class, or what lies below one."""
    return (
        f"`{text(path.origin)}` is not part of the tree: `{name}` is a static field of `{owner}`; "
        "make the object anew to change it"
    )


def computed(path: Path, name: str, owner: str, text: Text) -> str:
    """A property that makes what it returns."""
    return (
        f"`{text(path.origin)}` is not part of the tree: the property `{name}` of `{owner}` "
        "computes a new value; select the field that it is computed from"
    )


def class_variable(path: Path, name: str, owner: str, text: Text) -> str:
    """A variable of a class, which no object has for itself."""
    return (
        f"`{text(path.origin)}` is not part of the tree: `{name}` is a class variable of "
        f"`{owner}`; make it a field, with an annotation, to have it in the tree"
    )


def method(path: Path, name: str, owner: str, text: Text) -> str:
    """A method that is not called."""
    return (
        f"`{text(path.origin)}` is not part of the tree: `{name}` is a method of `{owner}`; call "
        "it, if it returns a node"
    )


def no_such_attribute(name: str, owner: str, near: Sequence[str]) -> str:
    """An attribute that a class does not have; `near` are fields that are spelt alike."""
    message = f"`{owner}` has no attribute `{name}`"
    match near:
        case []:
            return f"{message}; select one of its fields"
        case [only]:
            return f"{message}; did you mean `{only}`?"
    return f"{message}; did you mean one of {', '.join(f'`{field}`' for field in near)}?"


def part_of_array(part: ast.expr, text: Text) -> str:
    """An item or an attribute of an array."""
    return (
        f"`{text(part)}` is computed from an array, so it is never a node of the tree; select the "
        "array itself, and compute with it in `replace_fn`"
    )


def wrong_count(nodes: int, replacements: int) -> str:
    """More or fewer replacements than nodes."""
    return (
        f"`where` selects {_count(nodes, 'node')}, but `replace` holds "
        f"{_count(replacements, 'replacement')}; give one for each node"
    )


def scalar_replacement(replace: ast.expr, text: Text) -> str:
    """One value for a sequence of nodes."""
    return (
        f"`where` selects a sequence of nodes, but `{text(replace)}` is one value; give a "
        "sequence with a replacement for each node, or `replace_fn`"
    )


def split_replacement(parts: str) -> str:
    """One value for a sequence of nodes, which has a length of its own."""
    return (
        f"`where` selects a sequence of nodes, which get {parts}; give a sequence with a "
        "replacement for each node, or `replace_fn`"
    )


def another_container(path: Path, old: str, new: str, text: Text) -> str:
    """A list in the place of a tuple, or the reverse."""
    return (
        f"`{text(path.origin)}` is a {old}, and a {new} takes its place, so that the tree gets "
        f"another structure; give a {old}"
    )


def function_for_array(path: Path, text: Text) -> str:
    """A function that is stored where an array was."""
    return (
        f"the function takes the place of `{text(path.origin)}`, which is an array or a number; "
        "give it as `replace_fn` to call it instead"
    )


def function_for_several(replace: ast.expr, text: Text) -> str:
    """A function that should be taken apart."""
    return (
        f"`where` selects several nodes, but `{text(replace)}` is one function; give it as "
        "`replace_fn` to call it with each node"
    )


def only_none(path: Path, text: Text) -> str:
    """A node that is None."""
    return (
        f"`{text(path.origin)}` is None here, and `tree_at` finds it only while it is the only "
        "None in the tree; pass `is_leaf=lambda x: x is None`"
    )


def not_a_replace_fn(text: str) -> str:
    """A `replace_fn` that is no function."""
    return f"`{text}` is no function; `replace_fn` is called with the node, give `replace` instead"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
