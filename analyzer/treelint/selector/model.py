"""The selector model: what a `where` function picks out of a tree.

The linter and the mypy plugin both lower a `where` into these values (see `lower`), and ask
their questions of them (see `questions`). Nothing here knows of LibCST or of mypy. Each value
keeps the expression that it came from as its `origin`, which says where to point, never what
the value means: two paths are the same path wherever they were written.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, TypeAlias

from treelint.records import dataclass, field

if TYPE_CHECKING:
    import ast


@dataclass(frozen=True, slots=True)
class Computed:
    """A key that is known only at run time, as it was written: `i`, `len(xs) - 1`.

    It is stable if evaluating it again gives the same key: names and constants, no calls.
    """

    text: str
    stable: bool


Key: TypeAlias = int | str | bytes | bool | float | complex | Computed | None


@dataclass(frozen=True, slots=True)
class Attr:
    """`.name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """`[key]`."""

    key: Key


@dataclass(frozen=True, slots=True)
class Slice:
    """`[start:stop:step]`: a new sequence of some of the children."""

    text: str
    stable: bool


@dataclass(frozen=True, slots=True)
class Each:
    """Any one element, as a `for` over the node meets it; `loop` tells the loops apart."""

    loop: int


@dataclass(frozen=True, slots=True)
class Leaves:
    """Any one of the leaves below, as `jax.tree.leaves` gives them.

    With `is_leaf` given these may be whole modules.
    """

    loop: int
    has_is_leaf: bool


Step: TypeAlias = Attr | Item | Slice | Each | Leaves


@dataclass(frozen=True, slots=True)
class Outer:
    """A variable of the surrounding code."""

    name: str


class Parameter(enum.Enum):
    """The tree that `where` is called with."""

    TREE = "tree"


Root: TypeAlias = Parameter | Outer


@dataclass(frozen=True, slots=True)
class Path:
    """One node: the steps that lead to it from the tree, or from an outer variable."""

    root: Root
    steps: tuple[Step, ...]
    origin: ast.expr = field(compare=False, repr=False)

    def then(self, step: Step, origin: ast.expr) -> Path:
        """The path one step further down."""
        return Path(self.root, (*self.steps, step), origin)


class Container(enum.Enum):
    """What a selection of several nodes is collected in."""

    TUPLE = "tuple"
    LIST = "list"
    SET = "set"
    DICT = "dict"
    GENERATOR = "generator"
    MAP = "map"
    FILTER = "filter"
    VIEW = "dictionary view"

    @property
    def is_sequence(self) -> bool:
        """Whether `tree_at` takes it: it has a length and an order of its own."""
        return self in {Container.TUPLE, Container.LIST}


@dataclass(frozen=True, slots=True)
class Nodes:
    """Several nodes, written one by one: `(t.a, t.b)`."""

    items: tuple[Selection, ...]
    container: Container
    origin: ast.expr = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ForEach:
    """Several nodes, one for each turn of a loop: `[l.weight for l in t.layers]`."""

    element: Selection
    container: Container
    origin: ast.expr = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NotANode:
    """A value that is made on the spot, so that no node of the tree can be it."""

    what: str
    origin: ast.expr = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Splat:
    """`*nodes` inside a display: any number of nodes."""

    of: Selection
    origin: ast.expr = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Either:
    """One of several selections: which, a branch decides when the selector runs.

    Each of them is known, and no two are the same. What is asked of such a selection is answered
    only where every one of them has an answer.
    """

    alternatives: tuple[Selection, ...]
    origin: ast.expr = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Opaque:
    """What the model cannot see into. Nothing is concluded from it."""

    reason: str
    origin: ast.expr = field(compare=False, repr=False)


Selection: TypeAlias = Path | Nodes | ForEach | Splat | NotANode | Either | Opaque


class NodeKind(enum.Enum):
    """What is at the end of a path, for those who know the types of the tree."""

    UNKNOWN = "not known"
    STATIC = "a static field, or a part of one"
    INNER = "a node with children"
    ARRAY = "an array"
    SCALAR = "a number, a string or bytes"
    OPTIONAL = "such a scalar, or None"


class TestKind(enum.Enum):
    """What is asked of a node inside a selector."""

    __test__ = False  # not a test class, whatever its name

    TYPE = "type"  # type(x) is C, type(x) == C, type(x) in (C, D)
    INSTANCE = "instance"  # isinstance(x, C)
    PREDICATE = "predicate"  # f(x)
    NUMBER = "number"  # x == 2, x < 0.5
    ARRAY_ATTRIBUTE = "array attribute"  # x.shape, x.dtype, ...
    TRUTH = "truth"  # if x, x and y, not x
    PROPERTY = "property"  # hasattr(x, "shape"), callable(x)
    NONE = "none"  # x is None, x is not None


@dataclass(frozen=True, slots=True)
class Test:
    """A question that a selector asks of a node, and so may depend on the leaf there.

    `against` holds what it is compared with: full names of classes, of the predicate, or the
    name of the attribute. A name that is not known is None.
    """

    __test__ = False

    kind: TestKind
    subject: Path
    against: tuple[str | None, ...]
    origin: ast.expr = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Selector:
    """A lowered `where`: the name of its parameter, what it returns, and what it tests."""

    parameter: str
    body: Selection
    tests: tuple[Test, ...]
    uses_parameter: bool
