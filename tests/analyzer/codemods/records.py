"""NamedTuples that can be assigned to: what a program that assigns to their fields means."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, ClassVar

import jax

if TYPE_CHECKING:
    from collections.abc import Iterator


class MutableNamedTuple:
    """Stands in for `typing.NamedTuple` as a base class; the same to read, and for JAX."""

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        if cls._fields:
            return  # a class derived from one adds methods, but no fields
        dataclasses.dataclass(eq=False, repr=False)(cls)
        names = cls._fields = tuple(cls.__annotations__)
        jax.tree_util.register_pytree_with_keys(
            cls,
            lambda tree: ([(jax.tree_util.GetAttrKey(n), getattr(tree, n)) for n in names], None),
            lambda _, children: cls(*children),
        )

    def __iter__(self) -> Iterator[Any]:
        return (getattr(self, name) for name in self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def __getitem__(self, index: Any) -> Any:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | MutableNamedTuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._fields)
        return f"{type(self).__name__}({fields})"

    def _replace(self, **changes: object) -> MutableNamedTuple:
        return type(self)(**{**self._asdict(), **changes})

    def _asdict(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._fields}


def fields_of_record(value: Any) -> dict[str, Any] | None:
    """The fields of a NamedTuple, of either kind; None for anything else."""
    if not isinstance(value, tuple | MutableNamedTuple) or not hasattr(value, "_fields"):
        return None
    return {name: getattr(value, name) for name in value._fields}
