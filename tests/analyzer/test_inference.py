"""What type an expression has, seen from its place in a file."""

import ast
from pathlib import Path

import pytest

from tests.analyzer.reveal import revealed
from treelint.project.inference import Inference
from treelint.project.project import Project
from treelint.project.types import Type

PRELUDE = """\
from typing import Any, Callable, ClassVar, NamedTuple, Optional, Self, Sequence, Union
import dataclasses
import equinox as eqx
import jax
import jax.numpy as jnp
import numpy as np
from jaxtyping import Array, Float

class Layer(eqx.Module):
    weight: jax.Array
    size: int = eqx.field(static=True)
    bias: Float[Array, "size"] | None = None

    def scaled(self, by: float) -> "Layer":
        return self

    @property
    def transposed(self):
        return self.weight.T

    @classmethod
    def make(cls) -> Self: ...

class Model(eqx.Module):
    layers: list[Layer]
    pair: tuple[Layer, jax.Array]
    table: dict[str, Layer]
    head: Optional[eqx.nn.Linear]
    activation: Callable
    names: Sequence[str]
    converted: jax.Array = eqx.field(converter=jnp.asarray)
    count: ClassVar[int] = 3

    def first(self):
        return self.layers[0]

class Sub(Layer):
    extra: int

class Point(NamedTuple):
    x: float
    layer: Layer

def make(n: int) -> Layer: ...
def unknown(x): return x
"""

CASES = {
    "parameter": ("def f(m: Model): reveal(m)", ["Model"]),
    "string annotation": ("def f(m: 'Model'): reveal(m)", ["Model"]),
    "optional parameter": ("def f(m: Model = None): reveal(m)", ["Model | None"]),
    "field": (
        "def f(m: Model): reveal(m.layers, m.pair)",
        ["list[Layer...]", "tuple[Layer, array]"],
    ),
    "chain": ("def f(m: Model): reveal(m.layers[0].weight)", ["array"]),
    "tuple item": ("def f(m: Model): reveal(m.pair[-1], m.pair[0])", ["array", "Layer"]),
    "dict item": ("def f(m: Model): reveal(m.table['a'].size)", ["int"]),
    "library field": ("def f(m: eqx.nn.MLP): reveal(m.layers[0].weight)", ["array"]),
    "converter": ("def f(m: Model): reveal(m.converted)", ["array"]),
    "method": ("def f(m: Model): reveal(m.layers[0].scaled(2))", ["Layer"]),
    "classmethod with Self": ("reveal(Sub.make())", ["Sub"]),
    "unannotated method": ("def f(m: Model): reveal(m.first().bias)", ["array | None"]),
    "property": ("def f(m: Layer): reveal(m.transposed)", ["array"]),
    "class variable": ("def f(m: Model): reveal(m.count)", ["int"]),
    "value of a class": (
        (
            "class A(eqx.Module):\n  n = 3\nclass B:\n  n = 3\n  xs: list[jax.Array] = []\n"
            "def f(a: A, b: B): reveal(a.n, b.n, b.xs, B.xs)"
        ),
        ["int 3", "?", "?", "?"],
    ),
    "constructor": ("reveal(Layer(jnp.ones(3), 3))", ["exactly Layer"]),
    "known fields": (
        "l = Layer(jnp.ones(3), 3)\nreveal(l.weight, l.size, l.bias)",
        ["array", "int 3", "None"],
    ),
    "keyword fields": ("l = Layer(1, 2, bias=jnp.ones(3))\nreveal(l.bias)", ["array"]),
    "flag of a constructor": (
        "l = eqx.nn.Linear(1, 2, use_bias=False, key=k)\nreveal(l.bias, l.weight)",
        ["None", "array"],
    ),
    "default flag": ("l = eqx.nn.Linear(1, 2, key=k)\nreveal(l.bias)", ["array | None"]),
    "class that may be a subclass": ("def f(cls: type[Layer]): reveal(cls(1, 2))", ["Layer"]),
    "class of a class method": (
        "class A(eqx.Module):\n  @classmethod\n  def f(cls): reveal(cls())",
        ["A"],
    ),
    "set again by the base": (
        (
            "class Base(eqx.Module):\n  a: jax.Array | None\n  def __init__(self): self.a = 1\n"
            "class A(Base):\n  def __init__(self):\n    self.a = None\n    super().__init__()\n"
            "reveal(A().a)"
        ),
        ["array | None"],
    ),
    "set by the constructor and converted": (
        (
            "class A(eqx.Module):\n  a: Any = eqx.field(converter=jnp.asarray)\n"
            "  def __init__(self): self.a = None\nreveal(A().a)"
        ),
        ["?"],
    ),
    "annotated result": ("reveal(make(3))", ["Layer"]),
    "unknown result": ("reveal(unknown(3))", ["?"]),
    "tree_at keeps the class, and other fields": (
        "l = Layer(1, 2)\nl = eqx.tree_at(lambda l: l.bias, l, x)\nreveal(l, l.bias, l.weight)",
        ["exactly Layer", "?", "array"],
    ),
    "tree_at of an array for an array": (
        "l = Layer(1, 2)\nl = eqx.tree_at(lambda l: l.weight, l, jnp.ones(2))\nreveal(l.weight)",
        ["array"],
    ),
    "tree_at of several nodes": (
        (
            "def f(m: Model):\n  m = eqx.tree_at(lambda m: (m.layers[0].weight, m.layers[1]), m, "
            "(jnp.ones(2), jnp.ones(2)))\n  reveal(m.layers)"
        ),
        ["?"],
    ),
    "tree_at deeper down": (
        (
            "def f(m: Model):\n  m = eqx.tree_at(lambda m: m.layers[0].weight, m, jnp.ones(2))\n"
            "  reveal(m.layers[0])\n  m = eqx.tree_at(lambda m: m.layers[0].weight, m, x)\n"
            "  reveal(m.layers[0])"
        ),
        ["Layer", "?"],
    ),
    "tree_at of nodes that are not known": (
        "l = Layer(1, 2)\nl = eqx.tree_at(select, l, x)\nreveal(l, l.weight)",
        ["exactly Layer", "?"],
    ),
    "tree_at with a function": (
        "l = Layer(1, 2)\nl = eqx.tree_at(lambda l: l.weight, l, replace_fn=f)\nreveal(l.weight)",
        ["?"],
    ),
    "tree_at in one branch": (
        "l = Layer(1, 2)\nif c: l = eqx.tree_at(lambda l: l.weight, l, x)\nreveal(l, l.weight)",
        ["exactly Layer", "?"],
    ),
    "dataclasses.replace": (
        "l = dataclasses.replace(Layer(1, 2), bias=x)\nreveal(l, l.bias, l.weight)",
        ["exactly Layer", "?", "array"],
    ),
    "parameter of where": (
        "def f(m: Model): eqx.tree_at(lambda t: reveal(t.layers[0]), m, 1)",
        ["Layer"],
    ),
    "self": ("class A(eqx.Module):\n  x: int\n  def f(self): reveal(self, self.x)", ["A", "int"]),
    "nested function sees self": (
        "class A(eqx.Module):\n  x: int\n  def f(self):\n    def g(): reveal(self.x)",
        ["int"],
    ),
    "static method has no self": (
        "class A(eqx.Module):\n  @staticmethod\n  def f(a): reveal(a)",
        ["?"],
    ),
    "loop": ("def f(m: Model):\n  for l in m.layers: reveal(l)", ["Layer"]),
    "enumerate": (
        "def f(m: Model):\n  for i, l in enumerate(m.layers): reveal(i, l)",
        ["int", "Layer"],
    ),
    "zip": (
        "def f(m: Model): [reveal(a, b) for a, b in zip(m.names, m.layers)]",
        ["str", "Layer"],
    ),
    "items": ("def f(m: Model):\n  for k, v in m.table.items(): reveal(k, v)", ["str", "Layer"]),
    "values": ("def f(m: Model):\n  for v in m.table.values(): reveal(v)", ["Layer"]),
    "isinstance": ("def f(x):\n  if isinstance(x, Layer): reveal(x)\n  reveal(x)", ["Layer", "?"]),
    "isinstance of a union": (
        "def f(x: Layer | Model):\n  if isinstance(x, Layer): reveal(x)\n  else: reveal(x)",
        ["Layer", "Model"],
    ),
    "not isinstance, return": (
        "def f(x: Layer | Model):\n  if not isinstance(x, Layer):\n    return\n  reveal(x)",
        ["Layer"],
    ),
    "is not None": (
        "def f(m: Model):\n  if m.head is not None: reveal(m.head.weight)\n  reveal(m.head)",
        ["array", "Linear | None"],
    ),
    "is None, return": (
        "def f(m: Model):\n  if m.head is None:\n    return\n  reveal(m.head)",
        ["Linear"],
    ),
    "assert": ("def f(m: Model):\n  assert m.head is not None\n  reveal(m.head)", ["Linear"]),
    "truth": ("def f(m: Model = None):\n  if m: reveal(m)", ["Model"]),
    "and": ("def f(m: Model): m.head is not None and reveal(m.head)", ["Linear"]),
    "or": ("def f(m: Model): m.head is None or reveal(m.head)", ["Linear"]),
    "guard of another value": (
        "def f(m: Model, n: Model):\n  if n.head is not None: reveal(m.head)",
        ["Linear | None"],
    ),
    "guard before a new value": (
        "def f(m: Model, n: Model):\n  assert m.head is not None\n  m = n\n  reveal(m.head)",
        ["Linear | None"],
    ),
    "guard in a loop that assigns": (
        "def f(x: Layer = None):\n  assert x\n  for i in y:\n    reveal(x)\n    x = None",
        ["Layer | None"],
    ),
    "guard before a try": (
        "def f(x: Layer = None):\n  if x:\n    try:\n      x = None\n    finally: reveal(x)",
        ["Layer | None"],
    ),
    "guard before new values in branches": (
        "def f(x: Layer = None):\n  if x is None:\n    x = 1\n    reveal(x)",
        ["int 1"],
    ),
    "guard in a with": (
        "def f(x: Layer = None):\n  if x:\n    with y as x: reveal(x)",
        ["?"],
    ),
    "reassigned": ("x = Layer(1, 2)\nreveal(x)\nx = 3\nreveal(x)", ["exactly Layer", "int 3"]),
    "branches": ("x = 1\nif c: x = 'a'\nreveal(x)", ["str 'a' | int 1"]),
    "branch that returns": (
        "def f():\n  x = 1\n  if c:\n    x = ''\n    return\n  reveal(x)",
        ["int 1"],
    ),
    "loop that assigns": ("x = None\nfor i in y:\n  reveal(x)\n  x = 1", ["int 1 | None"]),
    "loop over itself": (
        "x = Layer(1, 2)\nfor i in y:\n  x = eqx.tree_at(lambda t: t.weight, x, 1)\nreveal(x)",
        ["exactly Layer"],
    ),
    "loop that goes deeper": (
        "def f(m: Model):\n  for i in y:\n    m = m.layers\n  reveal(m)",
        ["?"],
    ),
    "rotated in a loop": (
        "a, b, c = 1, None, 1\nwhile y:\n  c, a = a, b\nreveal(a, b, c)",
        ["int 1 | None", "None", "int 1 | None"],
    ),
    "swapped in a loop": (
        "a, b = 1, ''\nwhile y:\n  a, b = b, a\nreveal(a, b)",
        ["?", "?"],
    ),
    "given to two in a loop": (
        "a, b = None, 1\nwhile y:\n  a = b = '' if a else 1\nreveal(a, b)",
        ["None | int 1 | str ''", "int 1 | str ''"],
    ),
    "unpacked in a loop": (
        "a, b = make(1), 1\nwhile y: a, b = eqx.tree_at(lambda t: t.size, a, 1), b\nreveal(a, b)",
        ["Layer", "int"],
    ),
    "try": ("x = 1\ntry:\n  x = ''\nexcept ValueError:\n  reveal(x)", ["int 1 | str ''"]),
    "nonlocal": ("def f():\n  x = 1\n  def g():\n    nonlocal x\n    x = ''\n  reveal(x)", ["?"]),
    "called later": (
        "def f():\n  x = 1\n  def g(): reveal(x)\n  x = ''\n  g()",
        ["int 1 | str ''"],
    ),
    "deleted": ("x = 1\ndel x\nx = ''\nreveal(x)", ["str ''"]),
    "walrus": ("if (x := make(1)) and reveal(x): pass", ["Layer"]),
    "unpacked": ("a, (b, *c) = 1, ('', 2)\nreveal(a, b, c)", ["int 1", "str ''", "?"]),
    "appended to": ("x = [1]\nx.append('')\nreveal(x, x[0])", ["list[?...]", "?"]),
    "appended to alike": ("x = [1]\nx.append(2)\nreveal(x, x[0])", ["list[int...]", "int"]),
    "inserted": ("x = [1]\nx.insert(2, '')\nreveal(x)", ["list[?...]"]),
    "taken out": ("x = [1, 2]\nx.pop()\ndel x[0]\nx.sort()\nreveal(x)", ["list[int...]"]),
    "added to a set": ("x = {1}\nx.add(2)\nreveal(x)", ["set[int...]"]),
    "changed as a set": ("x = {1}\nx.symmetric_difference_update('')\nreveal(x)", ["set[?...]"]),
    "narrowed as a set": ("x = {1, 2}\nx.difference_update('')\nreveal(x)", ["set[int...]"]),
    "extended": ("x = [1]\nx.extend([2])\nreveal(x)", ["list[?...]"]),
    "added in place": ("x = [1]\nx += [2]\nreveal(x)", ["?"]),
    "method kept": ("x = [1]\nput = x.append\nput('')\nreveal(x)", ["list[?...]"]),
    "method given": ("x = [1]\nmap(x.append, y)\nreveal(x)", ["list[?...]"]),
    "item assigned": (
        "x = [Layer(1, 2)]\nreveal(x[0])\nx[0] = make(1)\nreveal(x[0])",
        ["Layer"] * 2,
    ),
    "item updated": (
        "x = [Layer(1, 2)]\nx[0] = eqx.tree_at(lambda t: t.weight, x[0], 1)\nreveal(x[0])",
        ["exactly Layer"],
    ),
    "item made anew in a loop": (
        "z = [make(1)]\nfor i in y:\n  z[i] = put(z[i])\nreveal(z)",
        ["list[?...]"],
    ),
    "item kept in a loop": (
        "z = [make(1)]\nfor i in y:\n  reveal(z)\n  z[i] = z[0]\n",
        ["list[Layer...]"],
    ),
    "another item assigned": ("x = [1]\nx[0] = ''\nreveal(x)", ["list[?...]"]),
    "items put deeper": ("x = [1]\nx[0] = [x[0]]\nreveal(x)", ["list[?...]"]),
    "items from each other": (
        "x, z = [1], ['']\nx[0] = z[0]\nz[0] = x[0]\nreveal(x, z)",
        ["list[?...]", "list[?...]"],
    ),
    "lists from each other": (
        "x = [1]\nz = ['']\nx[0] = z[0]\nz[0] = x[0]\nreveal(x, z)",
        ["list[?...]", "list[?...]"],
    ),
    "made and changed": ("x = [1] * 2\nx[0] = ''\nreveal(x)", ["list[?...]"]),
    "chosen and changed": (
        "x = [1] if y else (2,)\nx[0] = ''\nreveal(x)",
        ["list[?...] | tuple[int 2]"],
    ),
    "slice assigned": ("x = [1]\nx[:1] = ['']\nreveal(x)", ["list[?...]"]),
    "item augmented": ("x = [1]\nx[0] += 1\nreveal(x)", ["list[?...]"]),
    "item unpacked": ("x = [1]\nx[0], z = '', 1\nreveal(x)", ["list[?...]"]),
    "dict assigned": ("x = {'a': 1}\nx['b'] = 2\nreveal(x)", ["dict[?, ?]"]),
    "shadowed": ("def f(Layer): reveal(Layer(1, 2))", ["?"]),
    "conditional value": ("reveal(1 if c else None)", ["int 1 | None"]),
    "or default": ("def f(m: Model): reveal(m.head or Layer(1, 2))", ["Linear | exactly Layer"]),
    "arithmetic": (
        "def f(l: Layer): reveal(l.weight * 2, l.size * 2, 1 / 2)",
        ["array", "int", "float"],
    ),
    "numpy and jax": ("reveal(np.ones(2) + jnp.ones(2), np.ones(2) + 1)", ["array", "numpy"]),
    "array methods": (
        "def f(l: Layer): reveal(l.weight.sum().T, l.weight.at[0].set(1))",
        ["array"] * 2,
    ),
    "comparison": ("def f(l: Layer): reveal(l.weight > 0, l.size > 0)", ["array", "bool"]),
    "lists": (
        "reveal([1, ''] + [None], [1] * 3)",
        ["list[int 1 | str '' | None...]", "list[int 1...]"],
    ),
    "named tuple": ("def f(p: Point): reveal(p.layer, p.x)", ["Layer", "float"]),
    "jitted": ("@jax.jit\ndef f() -> Layer: ...\nreveal(f())", ["Layer"]),
    "decorated by something": ("@unknown\ndef f() -> Layer: ...\nreveal(f())", ["?"]),
    "make_with_state": (
        "m, s = eqx.nn.make_with_state(Layer)(1, 2)\nreveal(m, s)",
        ["exactly Layer", "?"],
    ),
    "classes": ("reveal(Layer, type)", ["class Layer", "builtins.type"]),
    "alias": ("L = Layer\nreveal(L(1, 2))", ["exactly Layer"]),
    "alias in annotations": (
        "Ls = dict[str, list[Layer]]\ndef f(x: Ls): reveal(x['a'][0])",
        ["Layer"],
    ),
    "enumeration": ("class E(eqx.Enumeration):\n  a = 'x'\nreveal(E.a, E('a'))", ["?", "?"]),
    "copies": ("import copy\nreveal(copy.deepcopy(Layer(1, 2)))", ["exactly Layer"]),
    "recursive function": ("def f(n):\n  return f(n - 1)\nreveal(f(3))", ["?"]),
    "type variable": ("T = __import__('typing').TypeVar('T')\ndef f(x: T): reveal(x)", ["?"]),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("is_bare", [False, True], ids=["installed", "bundled"])
def test_types(name: str, is_bare: bool, tmp_path: Path) -> None:
    code, expected = CASES[name]
    project = Project(root=tmp_path, is_bare=is_bare)
    found = revealed(f"{PRELUDE}\n{code}\n", tmp_path / "code.py", project)
    assert [sorted(text.split(" | ")) for text in found] == [
        sorted(text.split(" | ")) for text in expected
    ]


def test_lists_that_are_made_from_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[ast.expr] = []
    answer = Inference._of

    def counted(inference: Inference, node: ast.expr) -> Type:
        asked.append(node)
        return answer(inference, node)

    monkeypatch.setattr(Inference, "_of", counted)
    names = [f"x{index}" for index in range(8)]
    all_of_them = " + ".join(f"{name}[0]" for name in names)
    lines = [f"{name} = [1.0]\n{name}.append({all_of_them})" for name in names]
    code = "\n".join([*lines, "reveal(x0)"])
    (found,) = revealed(code, tmp_path / "code.py", Project(root=tmp_path))
    assert found.startswith("list[")
    # There are as many ways through them as there are orders.
    assert len(asked) < 10_000
