"""A world in which trees can be assigned to, as code that comes from elsewhere expects."""

from __future__ import annotations

import builtins
import contextlib
import ctypes
import dataclasses
import types
import typing
from typing import TYPE_CHECKING, Any
from unittest import mock

# Before anything is patched: what they define is not the program's.
import chex  # type: ignore[import-untyped]
import equinox as eqx
import flax.struct
import jax.numpy as jnp
import numpy as np
import optax  # type: ignore[import-untyped]

from tests.analyzer.codemods.records import MutableNamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PRELOADED = (chex, flax.struct, optax)
_ArrayImpl: Any = type(jnp.zeros(1))
_real_dataclass: Any = dataclasses.dataclass


@contextlib.contextmanager
def mutable_trees() -> Iterator[dict[str, Any]]:
    """Modules, dataclasses and arrays that are made and used meanwhile can be assigned to.

    Yields the builtins for the program, whose imports of `NamedTuple` find one that can be, too.
    """
    module: Any = eqx.Module
    with (
        mock.patch.object(module, "__setattr__", object.__setattr__),
        mock.patch.object(_ArrayImpl, "__setitem__", _set_item),
        mock.patch.object(dataclasses, "dataclass", _thawed_dataclass),
    ):
        yield {**vars(builtins), "__import__": _import}


def _thawed_dataclass(cls: type | None = None, /, **options: Any) -> Any:
    """`dataclasses.dataclass`, without what `frozen=True` adds to keep a field from changing."""

    def thaw(cls: type) -> Any:
        # Even a subclass must be declared frozen if its base is, so that all is made as declared.
        made = _real_dataclass(cls, **options)
        if options.get("frozen"):
            del made.__setattr__, made.__delattr__
        return made

    return thaw if cls is None else thaw(cls)


def _set_item(array: Any, index: Any, value: Any) -> None:
    """Write into an array's own memory, so that all who hold the array see it."""
    if array.device.platform != "cpu":
        raise NotImplementedError("only memory of the host can be written to")
    new = np.asarray(array.at[index].set(value))
    array.block_until_ready()
    ctypes.memmove(array.unsafe_buffer_pointer(), new.ctypes.data, new.nbytes)


def _import(name: str, *rest: Any) -> types.ModuleType:
    found = builtins.__import__(name, *rest)
    if name != "typing":
        return found
    shown = types.ModuleType("typing")
    vars(shown).update({**vars(typing), "NamedTuple": MutableNamedTuple})
    return shown
