"""How linter and plugin speak of a `Partial`, and of arguments that do not fit one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.project.binding import Missing, Repeated, TooMany, Unexpected

if TYPE_CHECKING:
    from treelint.project.binding import Misfit

HIDDEN_LEAVES = (
    "`jax.tree_util.Partial` hides the leaves of a module that it wraps: JAX sees none of "
    "them; use `equinox.Partial` or `treeops.Partial` over the module itself"
)


def worded(function: str, misfit: Misfit) -> str:
    """What is wrong, as mypy says it, and what is near."""
    match misfit:
        case TooMany(taken=taken):
            number = "none here" if taken == 0 else f"at most {taken} here"
            return f"too many positional arguments for `{function}`, which takes {number}"
        case Unexpected(name=name, near=None):
            return f"unexpected keyword argument `{name}` for `{function}`"
        case Unexpected(name=name, near=near):
            return f"unexpected keyword argument `{name}` for `{function}` (`{near}` is near)"
        case Repeated(name=name):
            return f"`{function}` gets multiple values for keyword argument `{name}`"
        case Missing(names=names):
            which = ", ".join(f"`{name}`" for name in names)
            return f"missing argument{'s' * (len(names) > 1)} in call to `{function}`: {which}"
