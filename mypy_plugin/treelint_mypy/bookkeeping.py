"""What mypy keeps on stacks while it checks: an error that passes through it leaves them long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from treelint.records import dataclass

if TYPE_CHECKING:
    from mypy.checker import TypeChecker
    from mypy.nodes import FuncBase


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """How long the stacks are, and in which function mypy is."""

    lengths: tuple[int, ...]
    function: FuncBase | None
    ignored: int

    @classmethod
    def of(cls, api: TypeChecker) -> Bookkeeping:
        """As it is now."""
        lengths = tuple(map(len, _stacks(api)))
        return cls(lengths, api.tscope.function, api.tscope.ignored)

    def restore(self, api: TypeChecker) -> None:
        """Forget what mypy was at since then."""
        for stack, length in zip(_stacks(api), self.lengths, strict=True):
            del stack[length:]
        api.tscope.function = self.function
        api.tscope.ignored = self.ignored


def _stacks(api: TypeChecker) -> tuple[list[Any], ...]:
    return (
        api.type_context,
        api.return_types,
        api.dynamic_funcs,
        api.scope.stack,
        api.tscope.functions,
        api.binder.frames,
        api.binder.options_on_return,
    )
