"""Functions that have another name now, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import dataclass

if TYPE_CHECKING:
    from treelint.sites.requirements import Version


@dataclass(frozen=True, slots=True)
class Successor:
    """The new name below the package, the version that brought it, and what became of the old.

    `module` and `name` are where the new function can be imported from; `call` is what a call
    of it looks like where that is not the name alone.
    """

    package: str
    path: str
    since: Version
    fate: str
    module: str
    name: str
    call: str = ""

    @property
    def full_name(self) -> str:
        """The new name in full, as it is shown."""
        return f"{self.package}.{self.call or self.path}"


_REMOVED = "jax has removed the old name"
_KEPT = "equinox keeps the old name for old code only"
_WARNS = "the old name warns"


def _of_jax(verb: str) -> Successor:
    since = (0, 4, 25)
    return Successor("jax", f"tree.{verb}", since, _REMOVED, "jax.tree_util", f"tree_{verb}")


SUCCESSORS = {
    "jax.tree_flatten": _of_jax("flatten"),
    "jax.tree_leaves": _of_jax("leaves"),
    "jax.tree_map": _of_jax("map"),
    "jax.tree_multimap": _of_jax("map"),
    "jax.tree_structure": _of_jax("structure"),
    "jax.tree_transpose": _of_jax("transpose"),
    "jax.tree_unflatten": _of_jax("unflatten"),
    "jax.treedef_is_leaf": Successor(
        "jax",
        "tree_util.treedef_is_leaf",
        (0, 3, 15),
        _REMOVED,
        "jax.tree_util",
        "treedef_is_leaf",
    ),
    "jax.tree_util.tree_multimap": Successor(
        "jax", "tree_util.tree_map", (0, 3, 5), _REMOVED, "jax.tree_util", "tree_map"
    ),
    "equinox.tree_inference": Successor(
        "equinox", "nn.inference_mode", (0, 11, 0), _KEPT, "equinox.nn", "inference_mode"
    ),
    "equinox.static_field": Successor(
        "equinox", "field", (0, 10, 6), _WARNS, "equinox", "field", "field(static=True)"
    ),
}

# How a file shows that it may use an old name of `jax`: as its attribute, or imported from it.
_OLD = "|".join(sorted(name.removeprefix("jax.") for name in SUCCESSORS if name.count(".") == 1))
SIGNS = (
    (("jax.tree",), rf"jax\.(?:{_OLD})\b"),
    (("from jax import",), rf"from jax import (?:\([^)]*|[^\n(]*)\b(?:{_OLD})\b"),
    (("jax", "tree_multimap"), "tree_multimap"),
)
