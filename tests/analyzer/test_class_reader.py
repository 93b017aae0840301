"""What is read of a class: its kind, its fields, and what else it has."""

from pathlib import Path

import pytest

from tests.analyzer.reveal import inference_of
from treelint.project.classes import ClassInfo, TreeKind
from treelint.project.project import Project

PRELUDE = """\
import abc, collections, dataclasses, functools
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar
import chex, equinox as eqx, flax, flax.struct, jax, jaxtyping
from jax import tree_util as jtu
T = TypeVar("T")
"""


def read(code: str, name: str = "C", *, is_bare: bool = True) -> ClassInfo:
    project = Project(root=Path("/nowhere"), is_bare=is_bare)
    inference = inference_of(PRELUDE + code, Path("/nowhere/code.py"), project)
    body = inference.module.tree.body
    (node,) = [item for item in body if getattr(item, "name", None) == name]
    found = inference.class_info(node)  # type: ignore[arg-type]
    assert found is not None
    return found


KINDS = {
    "class C(eqx.Module): x: int": TreeKind.MODULE,
    "class B(eqx.Module): ...\nclass C(B): ...": TreeKind.MODULE,
    "class C(eqx.nn.Linear): ...": TreeKind.MODULE,
    "class C(eqx.Module, Generic[T]): ...": TreeKind.MODULE,
    "class C(Generic[T], eqx.Module, strict=True): ...": TreeKind.MODULE,
    "from equinox._module import Module\nclass C(Module): ...": TreeKind.MODULE,
    "@jaxtyping.jaxtyped(typechecker=None)\nclass C(eqx.Module): ...": TreeKind.MODULE,
    "@dataclasses.dataclass\nclass C(eqx.Module): ...": TreeKind.MODULE,
    "class C(eqx.Enumeration): a = ''": TreeKind.ENUMERATION,
    "@jtu.register_dataclass\n@dataclasses.dataclass\nclass C: x: int": TreeKind.DATACLASS,
    "@functools.partial(jtu.register_dataclass, data_fields=['x'], meta_fields=['y'])\n"
    "@dataclasses.dataclass\nclass C: ...": TreeKind.DATACLASS,
    "@dataclasses.dataclass\nclass C: ...\njtu.register_dataclass(C, [], [])": TreeKind.DATACLASS,
    "@jtu.register_pytree_node_class\nclass C: ...": TreeKind.CUSTOM,
    "class C: ...\njtu.register_pytree_node(C, f, g)": TreeKind.CUSTOM,
    "@flax.struct.dataclass\nclass C: ...": TreeKind.FLAX,
    "class C(flax.struct.PyTreeNode): ...": TreeKind.FLAX,
    "@flax.struct.dataclass(frozen=True)\nclass C: ...": TreeKind.FLAX,
    "@flax.struct.dataclass(frozen=False)\nclass C: ...": TreeKind.UNFROZEN_FLAX,
    "@flax.struct.dataclass(**options)\nclass C: ...": TreeKind.UNFROZEN_FLAX,
    "class C(flax.struct.PyTreeNode, kw_only=True): ...": TreeKind.FLAX,
    "class C(flax.struct.PyTreeNode, frozen=False): ...": TreeKind.UNFROZEN_FLAX,
    "@chex.dataclass(frozen=True)\nclass C: ...": TreeKind.CHEX,
    "class C(NamedTuple): x: int": TreeKind.NAMED_TUPLE,
    "class B(NamedTuple): x: int\nclass C(B): ...": TreeKind.CUSTOM,
    "@dataclasses.dataclass(frozen=True)\nclass C: ...": TreeKind.PLAIN_DATACLASS,
    "@jtu.register_dataclass\n@dataclasses.dataclass\nclass B: ...\nclass C(B): ...": (
        TreeKind.PLAIN_DATACLASS
    ),
    "class C: ...": TreeKind.ORDINARY,
    "class C(abc.ABC): ...": TreeKind.ORDINARY,
    "class C(C): ...": TreeKind.ORDINARY,
}


@pytest.mark.parametrize("code", KINDS)
def test_kinds(code: str) -> None:
    assert read(code).kind is KINDS[code]


STATIC = {
    "class C(eqx.Module): x: int": False,
    "class C(eqx.Module): x: int = 3": False,
    "class C(eqx.Module): x: int = eqx.field(static=True)": True,
    "class C(eqx.Module): x: int = eqx.field(static=False)": False,
    "class C(eqx.Module): x: int = eqx.field(converter=int)": False,
    "class C(eqx.Module): x: int = eqx.static_field()": True,
    "class C(eqx.Module): x: int = eqx.field(static=flag)": None,
    "class C(eqx.Module): x: int = eqx.field(**options)": None,
    "class C(eqx.Module): x: int = my_field()": None,
    "class C(eqx.Module): x: int = dataclasses.field(metadata=dict(static=True))": True,
    "class C(eqx.Module): x: int = dataclasses.field(metadata={'static': True})": True,
    "class C(eqx.Module): x: int = dataclasses.field(metadata={'other': 1})": False,
    "class C(eqx.Module): x: int = dataclasses.field(metadata={**m})": None,
    "class C(eqx.Module): x: int = dataclasses.field(metadata=m)": None,
    "@flax.struct.dataclass\nclass C: x: int = flax.struct.field(pytree_node=False)": True,
    "@flax.struct.dataclass\nclass C: x: int = flax.struct.field(pytree_node=True)": False,
    "@flax.struct.dataclass\nclass C: x: int = flax.struct.field(default=3)": False,
    "@flax.struct.dataclass\nclass C: x: int = flax.struct.field(pytree_node=p)": None,
    "@dataclasses.dataclass\nclass C:\n  x: int\njtu.register_dataclass(C, [], ['x'])": True,
    "@dataclasses.dataclass\nclass C:\n  x: int\njtu.register_dataclass(C, ['x'], [])": False,
    "@dataclasses.dataclass\nclass C:\n  x: int\njtu.register_dataclass(C, [], META)": None,
    "@dataclasses.dataclass\nclass C:\n  x: int\njtu.register_dataclass(C, *fields)": None,
    "@dataclasses.dataclass\nclass C:\n  x: int\njtu.register_dataclass(C, **fields)": None,
    "@dataclasses.dataclass\nclass C:\n  x: int\njtu.register_dataclass(C, [], [], ['x'])": None,
    "@dataclasses.dataclass\nclass C:\n  x: int\njtu.register_dataclass(C, [], [NAME])": None,
    "@functools.partial(jtu.register_dataclass, data_fields=[], meta_fields=META)\n"
    "@dataclasses.dataclass\nclass C: x: int = dataclasses.field(default=1)": None,
    "@dataclasses.dataclass\nclass C:\n  x: int\n"
    "jtu.register_dataclass(C, data_fields=[], meta_fields=['x'])": True,
    "@functools.partial(jtu.register_dataclass, data_fields=[], meta_fields=('x',))\n"
    "@dataclasses.dataclass\nclass C: x: int": True,
    "class B(eqx.Module): x: int = eqx.field(static=True)\nclass C(B): ...": True,
    "class B(eqx.Module): x: int = eqx.field(static=True)\nclass C(B): x: int": False,
}


@pytest.mark.parametrize("code", STATIC)
def test_static_fields(code: str) -> None:
    assert read(code).fields["x"].is_static is STATIC[code]


def test_no_fields() -> None:
    found = read(
        "class C(eqx.Module):\n"
        "  a: ClassVar[int] = 1\n  b: 'ClassVar[int]' = 2\n  c: eqx.AbstractClassVar[int]\n"
        "  d = 3\n  e: eqx.AbstractVar[int]\n  f: int\n"
        "  def g(self): ...\n  @property\n  def h(self): ...\n"
        "  @h.setter\n  def h(self, value): ...\n"
        "  @staticmethod\n  def i(): ...\n  @classmethod\n  def j(cls): ...\n"
        "  @functools.wraps(print)\n  def k(self): ...\n  class L: ...\n"
        "  if flag:\n    m: int\n  n = make()\n"
    )
    assert list(found.fields) == ["e", "f", "m"]
    assert found.fields["e"].is_abstract
    kinds = {name: member.kind.value for name, member in found.own_members.items()}
    assert kinds == {
        "a": "class variable",
        "b": "class variable",
        "c": "class variable",
        "d": "class variable",
        "g": "method",
        "h": "property",
        "i": "static method",
        "j": "class method",
        "k": "attribute made by a decorator",
        "L": "class",
        "n": "attribute made by a decorator",
    }


def test_inheritance() -> None:
    code = (
        "class A(eqx.Module):\n  x: int\n  y: int\n  def f(self): ...\n"
        "class B(A):\n  z: int\n  f: int\n  y = 3\n"
        "class C(B, Generic[T]):\n  x: str\n"
    )
    found = read(code)
    # A value without an annotation leaves the field of a base as it is, as `dataclasses` does.
    assert list(found.fields) == ["x", "y", "z", "f"]
    assert found.fields["x"].owner is found
    assert found.member("f") is None
    assert found.member("y") is not None
    assert [base.short_name for base in found.mro] == ["C", "B", "A"]
    assert found.is_complete


def test_what_hides_a_field() -> None:
    code = (
        "class A(eqx.Module):\n  x: int\n  y: int\n  z: int\n  a: eqx.AbstractVar[int]\n"
        "class B(A):\n  x = 3\n  y: ClassVar[int] = 3\n  def z(self): ...\n  a = 3\n"
    )
    assert list(read(code, "B").fields) == ["x"]


def test_diamonds() -> None:
    code = (
        "class A(eqx.Module): x: int\nclass B(A): ...\nclass D(A):\n  x: str\nclass C(B, D): ...\n"
    )
    assert [base.short_name for base in read(code).mro] == ["C", "B", "D", "A"]


@pytest.mark.parametrize(
    "code",
    [
        "class B(B): ...\nclass C(C): ...",
        "class B(C): ...\nclass C(B): ...",
        "class A(C): ...\nclass B(A): ...\nclass C(A, B): ...",
    ],
)
@pytest.mark.parametrize("name", ["C", "B"])
def test_classes_above_themselves(code: str, name: str) -> None:
    """Such code runs where a name is given twice; only one of the two is seen."""
    found = read(code, name)
    names = [base.short_name for base in found.mro]
    assert names[0] == name
    assert len(set(names)) == len(names)
    assert found.answers_any_attribute


INCOMPLETE = [
    "class C(unknown.Base): ...",
    "class B(unknown.Base): ...\nclass C(B): ...",
    "@unknown\nclass C(eqx.Module): ...",
    "class C(make_base()): ...",
    "class C(eqx.Module):\n  def __getattr__(self, name): ...",
    "class C(eqx.Module):\n  for x in y: ...",
]


@pytest.mark.parametrize("code", INCOMPLETE)
def test_classes_that_may_have_more(code: str) -> None:
    assert read(code).answers_any_attribute


@pytest.mark.parametrize("is_bare", [False, True], ids=["installed", "bundled"])
@pytest.mark.parametrize(
    ("base", "fields"),
    [
        ("eqx.nn.Linear", {"weight": False, "bias": False, "in_features": True}),
        ("eqx.nn.MLP", {"layers": False, "activation": False, "depth": True}),
        ("eqx.nn.Conv2d", {"weight": False, "stride": True, "groups": True}),
    ],
)
def test_classes_of_libraries(base: str, fields: dict[str, bool], is_bare: bool) -> None:
    found = read(f"class C({base}): ...", is_bare=is_bare)
    assert found.is_complete
    assert {name: found.fields[name].is_static for name in fields} == fields
