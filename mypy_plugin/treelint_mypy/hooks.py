"""Which hook answers for which name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from mypy.nodes import TypeInfo, Var
from mypy.plugin import (
    AttributeContext,
    ClassDefContext,
    FunctionContext,
    FunctionSigContext,
    MethodSigContext,
    Plugin,
)
from mypy.types import FunctionLike, Type, get_proper_type

from treelint import fullnames
from treelint.fullnames import canonical
from treelint_mypy import (
    calls,
    instance_calls,
    masks,
    own_view,
    partial_types,
    same_type,
    static_fields,
    tree_at,
)
from treelint_mypy import partial as partials
from treelint_mypy.guard import guarded

if TYPE_CHECKING:
    from mypy.nodes import SymbolTableNode

SignatureHook = Callable[[FunctionSigContext], FunctionLike]

_SIGNATURES: dict[str, SignatureHook] = {
    **dict.fromkeys(fullnames.TREE_AT, tree_at.signature),
    **dict.fromkeys(fullnames.INFERENCE | fullnames.APPLY_UPDATES, same_type.signature),
    **dict.fromkeys(fullnames.FILTER, same_type.signature),
    **dict.fromkeys(fullnames.TREE_MAP, masks.signature),
    **dict.fromkeys(fullnames.PARTIAL, partials.signature),
}
# Most calls of a program are of none of these: the last part of the name tells it at once.
_LAST_PARTS = frozenset(name.rpartition(".")[2] for name in _SIGNATURES)
# And many are in these, in which no variable holds a `Partial`, and no class is a module.
_APART = (
    *("abc.", "ast.", "builtins.", "enum.", "functools.", "jax.", "jaxlib.", "numpy.", "sys."),
    *("typing.", "typing_extensions."),
)


class Hooks(Plugin):
    """The hooks, for `entry.TreelintPlugin` to load when there is something to check."""

    def get_function_signature_hook(self, fullname: str) -> SignatureHook | None:
        """`tree_at`, `Partial` and the functions that return what they are given."""
        if fullname.rpartition(".")[2] not in _LAST_PARTS:
            if fullname.startswith(_APART):
                return None
            is_local = "." not in fullname
            if is_local or _is_partial(self.lookup_fully_qualified(fullname)):
                return guarded(calls.of_variable, own_view.signature)
            return None
        hook = _SIGNATURES.get(canonical(fullname))
        return guarded(hook, own_view.signature) if hook else None

    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        """`Partial.__call__`, and Partials that are attributes of classes."""
        owner, _, name = fullname.rpartition(".")
        if name == "__call__":
            is_partial = owner.endswith("Partial") and canonical(owner) in fullnames.PARTIAL
            return guarded(instance_calls.signature, own_view.signature) if is_partial else None
        if fullname.startswith(_APART):
            return None
        found = self.lookup_fully_qualified(owner)
        info = found.node if found is not None else None
        if not isinstance(info, TypeInfo) or not _is_partial(info.get(name)):
            return None
        return guarded(calls.of_variable, own_view.signature)

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """`.func` of a `Partial`, which JAX's has from `functools.partial`."""
        owner, _, name = fullname.rpartition(".")
        if name != "func" or not (
            owner == "functools.partial" or canonical(owner) in fullnames.PARTIAL
        ):
            return None
        return guarded(calls.wrapped_function, own_view.attribute)

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """`jax.tree_util.register_dataclass(C, ...)`, called for its effect."""
        if not static_fields.is_registration(fullname):
            return None
        return guarded(static_fields.registered_by_call, own_view.result)

    def get_class_decorator_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """Registered dataclasses; `functools.partial` may hold the registration."""
        if not static_fields.is_registration(fullname) and fullname != "functools.partial":
            return None
        return guarded(static_fields.of_dataclass, own_view.definition)

    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """Subclasses of `equinox.Module`, however far down."""
        if fullname.startswith(_APART):
            return None
        symbol = self.lookup_fully_qualified(fullname)
        if symbol is None or not isinstance(symbol.node, TypeInfo):
            return None
        if not static_fields.is_module(symbol.node):
            return None
        return guarded(static_fields.of_module, own_view.definition)


def _is_partial(symbol: SymbolTableNode | None) -> bool:
    """Whether a variable holds a `Partial`."""
    if symbol is None or not isinstance(symbol.node, Var) or symbol.node.type is None:
        return False
    return partial_types.kind_of(get_proper_type(symbol.node.type)) is not None
