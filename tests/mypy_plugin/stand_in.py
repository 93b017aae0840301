"""A few lines that stand for equinox and JAX, where a test is about mypy and not about them.

Analysing the libraries takes mypy ten seconds, and a run that must start anew, or under other
settings, cannot take them from the cache that the other tests share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FILES = {
    "equinox/__init__.pyi": """\
from . import nn as nn
from ._module import Module as Module, Partial as Partial, field as field
from ._tree import tree_at as tree_at
""",
    "equinox/_module.pyi": """\
from typing import Any, Callable, Generic, TypeVar, dataclass_transform

R = TypeVar("R", covariant=True)

def field(*, static: bool = False, **options: Any) -> Any: ...

@dataclass_transform(field_specifiers=(field,))
class Module: ...

class Partial(Module, Generic[R]):
    func: Callable[..., R]
    def __init__(self, func: Callable[..., R], /, *args: Any, **keywords: Any) -> None: ...
    def __call__(self, *args: Any, **keywords: Any) -> R: ...
""",
    "equinox/nn.pyi": """\
from typing import Any

def inference_mode(pytree: Any, value: bool = ...) -> Any: ...
""",
    "equinox/_tree.pyi": """\
from typing import Any, Callable

def tree_at(
    where: Callable[[Any], Any],
    pytree: Any,
    replace: Any = ...,
    replace_fn: Callable[[Any], Any] = ...,
    is_leaf: Callable[[Any], bool] | None = None,
) -> Any: ...
""",
    "jax/__init__.pyi": "from . import tree_util as tree_util\n\nclass Array: ...\n",
    "jax/tree_util.pyi": """\
from typing import Any, TypeVar

C = TypeVar("C")

def register_dataclass(nodetype: C, data_fields: Any = ..., meta_fields: Any = ...) -> C: ...
""",
}


def write(root: Path) -> None:
    """Put the libraries where mypy finds them before those that are installed."""
    for name, source in _FILES.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
