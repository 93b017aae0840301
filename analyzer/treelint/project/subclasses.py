"""What the classes below a class make of its members."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from treelint.project.class_reader import class_of
from treelint.project.library import Defined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.project.classes import ClassInfo
    from treelint.project.inference import Inference


def is_redeclared(inference: Inference, cls: ClassInfo, name: str) -> bool:
    """Whether a class below this one declares the name anew.

    Looked for in the file, and in the module that the class is from.
    """
    return any(
        below is not cls
        and below.is_subclass_of(cls)
        and (name in below.own_fields or name in below.own_members)
        for below in _classes(inference, cls)
    )


def _classes(inference: Inference, cls: ClassInfo) -> Iterator[ClassInfo]:
    inside = (node for node in inference.parents if isinstance(node, ast.ClassDef))
    yield from filter(None, map(inference.class_info, inside))
    module = cls.module
    if module is inference.module:
        return
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef):
            name = f"{module.name}.{node.name}"
            found = class_of(Defined(name, node, module, module.names.module))
            yield from filter(None, [found])
