# ruff: noqa
# fmt: off
"""The same for `treeops`."""
from __future__ import annotations

from typing import Any, Callable

import treeops
from jax import Array
from treeops import Partial, apply_updates, tree_at, tree_at as surgery, tree_inference

from models import Deep, Head, Model


def f(a: int, b: str, *, c: float = 1.0) -> bytes:
    return b""


def surgeries(m: Model, x: Array, a: Any, args: list[Any]) -> None:
    reveal_type(tree_at(lambda m: m.head.weight, m, x))  # N: Revealed type is "models.Model"
    # N: Revealed type is "models.Model"
    reveal_type(treeops.tree_at(lambda m: m.head.weight, m, replace_fn=lambda w: w))
    reveal_type(surgery(lambda m: m.head.weight, a, x))  # N: Revealed type is "Any"
    # E: "Head" has no attribute "wieght"; maybe "weight"?  [attr-defined]
    tree_at(lambda m: m.head.wieght, m, x)
    tree_at(lambda m: m.maybe.weight, m, x)
    # E: `m.head.size` is not part of the tree: `size` is a static field of `Head`; make the object anew to change it  [tree-at]
    tree_at(lambda m: m.head.size, m, 3)
    # E: nothing to replace the node with; give `replace` or `replace_fn`  [tree-at]
    tree_at(lambda m: m.head, m)
    # E: `replace` and `replace_fn` are both given; `tree_at` takes one of them. Remove one  [tree-at]
    tree_at(lambda m: m.head, m, x, replace_fn=lambda h: h)
    # E: `m.head` is named twice, but is one node: of two replacements the last silently wins. Name each node once  [tree-at]
    tree_at(lambda m: (m.head, m.head), m, (x, x))
    # E: `where` selects 2 nodes, but `replace` holds 1 replacement; give one for each node  [tree-at]
    tree_at(lambda m: (m.head, m.maybe), m, (x,))
    # E: the constant `3` is never a node of the tree; select the node itself, and compute with it in `replace_fn`  [tree-at]
    tree_at(lambda m: 3, m, x)
    tree_at(lambda m: (m.head, m.maybe), m, (x,))  # type: ignore[tree-at]
    tree_at(lambda t: t[1][1]["a"], [1, [2, {"a": 3, "b": 4}]], 5)
    tree_at(*args)
    tree_at(lambda m: m.head, m, is_leaf=lambda n: n is None, replace=x)
    # E: Incompatible types in assignment (expression has type "Model", variable has type "int")  [assignment]
    wrong: int = tree_at(lambda m: m.head, m, x)
    # E: Unexpected keyword argument "nothing" for overloaded function "tree_at"  [call-overload]
    # E: No overload variant of "tree_at" matches argument types "Callable[[Any], Any]", "Model", "Array", "int"  [call-overload]
    # N: Possible overload variants:
    # N:     def tree_at(where: Callable[[Model], Any], pytree: Model, replace: Any = ..., replace_fn: Callable[[Any], Any] = ..., is_leaf: Callable[[Any], bool] | None = ..., *, share: bool = ...) -> Model
    tree_at(lambda m: m.head, m, x, nothing=3)
    # E: Unexpected keyword argument "repalce" for overloaded function "tree_at"; did you mean "replace"?  [call-overload]
    # E: No overload variant of "tree_at" matches argument types "Callable[[Any], Any]", "Model", "Array"  [call-overload]
    # N: Possible overload variants:
    # N:     def tree_at(where: Callable[[Model], Any], pytree: Model, replace: Any = ..., replace_fn: Callable[[Any], Any] = ..., is_leaf: Callable[[Any], bool] | None = ..., *, share: bool = ...) -> Model
    tree_at(lambda m: m.head, m, repalce=x)
    # E: No overload variant of "tree_at" matches argument types "Callable[[Any], Any]", "Model", "int"  [call-overload]
    # N: Possible overload variants:
    # N:     def tree_at(where: Callable[[Model], Any], pytree: Model, replace: Any = ..., replace_fn: Callable[[Any], Any] = ..., is_leaf: Callable[[Any], bool] | None = ..., *, share: bool = ...) -> Model
    tree_at(lambda m: m.head, m, replace_fn=3)
    # E: Cannot infer type of lambda  [misc]
    # E: Argument "replace_fn" to "tree_at" has incompatible type "Callable[[], int]"; expected "Callable[[Any], Any]"  [arg-type]
    tree_at(lambda m: m.head, m, replace_fn=lambda: 3)
    # E: No overload variant of "tree_at" matches argument types "Callable[[Any], Any]", "Model", "Array", "int"  [call-overload]
    # N: Possible overload variants:
    # N:     def tree_at(where: Callable[[Model], Any], pytree: Model, replace: Any = ..., replace_fn: Callable[[Any], Any] = ..., is_leaf: Callable[[Any], bool] | None = ..., *, share: bool = ...) -> Model
    tree_at(lambda m: m.head, m, x, is_leaf=3)


def friends(m: Model) -> None:
    reveal_type(tree_inference(m))  # N: Revealed type is "models.Model"
    reveal_type(apply_updates(m, None))  # N: Revealed type is "models.Model"
    reveal_type(treeops.filter(m, treeops.is_array))  # N: Revealed type is "models.Model"
    # N: Revealed type is "tuple[models.Model, models.Model]"
    reveal_type(treeops.partition(m, treeops.is_array))
    reveal_type(treeops.combine(*treeops.partition(m, treeops.is_array)))  # N: Revealed type is "models.Model"
    reveal_type(treeops.tree_equal(m, m))  # N: Revealed type is "bool | jax._src.basearray.Array"
    treeops.filter(m, treeops.is_array).haed  # E: "Model" has no attribute "haed"  [attr-defined]


def takes_partial(p: Partial[bytes, [str]]) -> None: ...
def takes_any_partial(p: Partial[bytes]) -> None: ...
def takes_callable(c: Callable[[str], bytes]) -> None: ...


def partials(m: Model) -> None:
    p = Partial(f, 1)
    reveal_type(p)  # N: Revealed type is "def (b: str, *, c: float =) -> bytes"
    reveal_type(p("b"))  # N: Revealed type is "bytes"
    p(2)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
    reveal_type(p.func)  # N: Revealed type is "def (a: int, b: str, *, c: float =) -> bytes"
    reveal_type(p.args)  # N: Revealed type is "tuple[Any, ...]"
    Partial(f, "a")  # E: Argument 1 to "f" has incompatible type "str"; expected "int"  [partial]
    Partial(f, d=3)  # E: Unexpected keyword argument "d" for "f"  [partial]
    reveal_type(Partial(f, a=1))  # N: Revealed type is "def (*, b: str, c: float =) -> bytes"
    # N: Revealed type is "def (x: jax._src.basearray.Array) -> jax._src.basearray.Array"
    reveal_type(Partial(m, scale=2.0))
    takes_partial(p)
    takes_any_partial(p)
    takes_callable(p)
    # E: Argument 1 to "takes_partial" has incompatible type "def f(a: int, b: str, *, c: float = ...) -> bytes"; expected "Partial[bytes, [str]]"  [arg-type]
    takes_partial(Partial(f))


class Holder:
    shared = Partial(f, 1)

    def use(self) -> None:
        self.shared("b")
        self.shared(1)  # E: Argument 1 to "f" has incompatible type "int"; expected "str"  [arg-type]
