"""Functions that have another name now, and since when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.records import dataclass

if TYPE_CHECKING:
    from treelint.requirements import Version


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


def _of_jax(old: str, new: str, since: Version = (0, 4, 25)) -> tuple[str, Successor]:
    fate = "jax 0.6.0 has removed the old name"
    return f"jax.{old}", Successor("jax", new, since, fate, "jax.tree_util", old)


_TREE_MAP = "jax has removed the old name"
_KEPT = "equinox keeps the old name for old code only"

SUCCESSORS = dict(
    (
        _of_jax("tree_flatten", "tree.flatten"),
        _of_jax("tree_leaves", "tree.leaves"),
        _of_jax("tree_map", "tree.map"),
        _of_jax("tree_structure", "tree.structure"),
        _of_jax("tree_transpose", "tree.transpose"),
        _of_jax("tree_unflatten", "tree.unflatten"),
        _of_jax("treedef_is_leaf", "tree_util.treedef_is_leaf", (0, 3, 15)),
    )
) | {
    "jax.tree_multimap": Successor(
        "jax", "tree.map", (0, 4, 25), _TREE_MAP, "jax.tree_util", "tree_map"
    ),
    "jax.tree_util.tree_multimap": Successor(
        "jax", "tree_util.tree_map", (0, 3, 5), _TREE_MAP, "jax.tree_util", "tree_map"
    ),
    "equinox.tree_inference": Successor(
        "equinox", "nn.inference_mode", (0, 11, 0), _KEPT, "equinox.nn", "inference_mode"
    ),
    "equinox.static_field": Successor(
        "equinox", "field", (0, 10, 6), _KEPT, "equinox", "field", "field(static=True)"
    ),
}

# How a file shows that it may use an old name of `jax`: as its attribute, or imported from it.
_OLD = "|".join(sorted(name.removeprefix("jax.") for name in SUCCESSORS if name.count(".") == 1))
SIGNS = (
    (("jax.tree",), rf"\bjax\.(?:{_OLD})\b"),
    (("from jax import",), rf"\bfrom jax import (?:\([^)]*|[^\n(]*)\b(?:{_OLD})\b"),
    (("jax", "tree_multimap"), "tree_multimap"),
)
