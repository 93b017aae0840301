"""Types in tests: what `reveal(...)` in a piece of code is inferred to be, in a few words."""

from __future__ import annotations

import ast
import textwrap
from typing import TYPE_CHECKING

from treelint.project.inference import Inference
from treelint.project.project import Project
from treelint.project.types import (
    CALLABLE,
    NONE,
    Array,
    ArrayKind,
    ClassObject,
    Function,
    Imported,
    Instance,
    Listing,
    Mapping,
    Scalar,
    Type,
    Union,
)
from treelint.resolve import resolve

if TYPE_CHECKING:
    from pathlib import Path


def inference_of(code: str, path: Path, project: Project | None = None) -> Inference:
    tree = ast.parse(textwrap.dedent(code))
    project = project or Project(root=path.parent)
    names, parents = resolve(tree, project.package(path), {})
    return Inference(project.module(path, tree, names), parents)


def revealed(code: str, path: Path, project: Project | None = None) -> list[str]:
    """The types of the arguments of `reveal`, in the order of the source."""
    inference = inference_of(code, path, project)
    calls = [
        node
        for node in ast.walk(inference.module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "reveal"
    ]
    calls.sort(key=lambda call: (call.lineno, call.col_offset))
    return [words(inference.of(argument)) for call in calls for argument in call.args]


_ARRAYS = {ArrayKind.JAX: "array", ArrayKind.NUMPY: "numpy", ArrayKind.EITHER: "any array"}


def words(type_: Type) -> str:
    match type_:
        case Instance(cls=cls, is_exact=is_exact):
            return f"{'exactly ' if is_exact else ''}{cls.short_name}"
        case Listing(kind=kind, element=element, items=items):
            inside = words(element) if items is None else ", ".join(map(words, items))
            return f"{kind.value}[{inside}{'...' if items is None else ''}]"
        case Mapping(key=key, value=value):
            return f"dict[{words(key)}, {words(value)}]"
        case Array(kind=kind):
            return _ARRAYS[kind]
        case Scalar(name=name, value=value):
            return name if value is ... else f"{name} {value!r}"
        case ClassObject(cls=cls):
            return f"class {cls.short_name}"
        case Function():
            return f"function {type_.name}"
        case Imported(name=name):
            return name
        case Union(members=members):
            return " | ".join(map(words, members))
    return {NONE: "None", CALLABLE: "callable"}.get(type_, "?")
