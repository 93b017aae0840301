"""What mypy loads: the hooks themselves only when there is something to check.

Where all is in the cache, loading them would take longer than anything else that the plugin
does. And should they not go with a later version of mypy, it is told as any failure of a hook.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from mypy.plugin import Plugin

from treelint_mypy import codes, own_view, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy.nodes import MypyFile
    from mypy.options import Options
    from mypy.plugin import (
        AttributeContext,
        ClassDefContext,
        FunctionContext,
        FunctionSigContext,
        MethodSigContext,
        ReportConfigContext,
    )
    from mypy.types import FunctionLike, Type

    from treelint_mypy.hooks import Hooks

R = TypeVar("R")

# What names end in that some hooks answer for: of all others they need not be asked.
_REGISTRATION = ".register_dataclass"
_PARTIAL = "functools.partial"
_FUNCTION = ".func"


class TreelintPlugin(Plugin):
    """Types for tree surgery. Every worker has its own: there is no state but what is loaded."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # mypy checks the codes in its options once plugins are loaded.
        self.error_codes = codes.CODES
        self._hooks: Hooks | None = None
        self._failure: Exception | None = None
        self._version: str | None = None

    def report_config_data(self, ctx: ReportConfigContext) -> str:  # noqa: ARG002 - mypy's own name
        """What the results for a file depend on besides files, which mypy keeps beside them.

        The `__version__` it keeps once for all files, and forgets that those which are not looked
        at in the first run after an upgrade have results of the version before.
        """
        if self._version is None:
            self._version = sources.last_version()
        return self._version

    def set_modules(self, modules: dict[str, MypyFile]) -> None:
        """Called by mypy before anything is looked up."""
        super().set_modules(modules)
        if self._hooks is not None:
            self._hooks.set_modules(modules)

    # mypy asks these tens of thousands of times: each has as few calls on its way as can be.

    def get_function_signature_hook(
        self, fullname: str
    ) -> Callable[[FunctionSigContext], FunctionLike] | None:
        """For calls of functions."""
        try:
            return (self._hooks or self._load()).get_function_signature_hook(fullname)
        except Exception as error:  # noqa: BLE001 - as in a hook, anything may arrive
            return _failing(error, own_view.signature)

    def get_function_hook(self, fullname: str) -> Callable[[FunctionContext], Type] | None:
        """For what calls of functions give."""
        if not fullname.endswith(_REGISTRATION):
            return None
        try:
            return (self._hooks or self._load()).get_function_hook(fullname)
        except Exception as error:  # noqa: BLE001
            return _failing(error, own_view.result)

    def get_method_signature_hook(
        self, fullname: str
    ) -> Callable[[MethodSigContext], FunctionLike] | None:
        """For calls of methods."""
        try:
            return (self._hooks or self._load()).get_method_signature_hook(fullname)
        except Exception as error:  # noqa: BLE001
            return _failing(error, own_view.signature)

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        """For attributes that are read."""
        if not fullname.endswith(_FUNCTION):
            return None
        try:
            return (self._hooks or self._load()).get_attribute_hook(fullname)
        except Exception as error:  # noqa: BLE001
            return _failing(error, own_view.attribute)

    def get_class_decorator_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """For classes below a decorator."""
        if not fullname.endswith((_REGISTRATION, _PARTIAL)):
            return None
        try:
            return (self._hooks or self._load()).get_class_decorator_hook(fullname)
        except Exception as error:  # noqa: BLE001
            return _failing(error, own_view.definition)

    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """For classes below another one."""
        try:
            return (self._hooks or self._load()).get_base_class_hook(fullname)
        except Exception as error:  # noqa: BLE001
            return _failing(error, own_view.definition)

    def _load(self) -> Hooks:
        if self._failure is not None:
            raise self._failure.with_traceback(None)
        try:
            from treelint_mypy.hooks import Hooks

            self._hooks = Hooks(self.options)
        except Exception as error:
            self._failure = error
            raise
        if self._modules is not None:
            self._hooks.set_modules(self._modules)
        return self._hooks


def _failing(error: Exception, otherwise: Callable[[Any], R]) -> Callable[[Any], R]:
    """A hook that fails as the search for one did, and is told of as any that does."""
    from treelint_mypy.guard import guarded

    def looking_for_a_hook(ctx: object) -> R:  # noqa: ARG001 - as every hook has it
        raise error

    return guarded(looking_for_a_hook, otherwise)
