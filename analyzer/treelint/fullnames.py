"""Every dotted name that treelint knows, in one place; the mypy plugin reads it too.

Each function is known under both families (`equinox` and `treeops`) and under every path
that a user may import it from.
"""

from __future__ import annotations

from functools import lru_cache

FAMILIES = ("equinox", "treeops")


def _both_families(*names: str) -> frozenset[str]:
    return frozenset(f"{family}.{name}" for family in FAMILIES for name in names)


TREE_AT = _both_families("tree_at")

TREE_CHECK = _both_families("tree_check")

TREE_EQUAL = _both_families("tree_equal")

INFERENCE = _both_families("tree_inference") | {"equinox.nn.inference_mode"}

APPLY_UPDATES = _both_families("apply_updates") | {"optax.apply_updates"}

COMBINE = _both_families("combine")

FILTER = _both_families("filter", "partition")

PARTIAL = _both_families("Partial") | {"jax.tree_util.Partial"}

# Functions whose only effect is their result.
PURE = TREE_AT | INFERENCE | APPLY_UPDATES | COMBINE | FILTER

# Predicates of one argument that look at what a leaf is.
LEAF_PREDICATES = _both_families("is_array", "is_inexact_array") | {
    "equinox.is_array_like",
    "equinox.is_inexact_array_like",
    "jax.numpy.isscalar",
    "jax.numpy.iscomplexobj",
    "numpy.isscalar",
    "numpy.iscomplexobj",
}

# What makes trees whose fields cannot be assigned.
FROZEN_TREES = frozenset(
    {
        *("chex.dataclass", "equinox.Module", "flax.struct"),
        "jax.tree_util.register_dataclass",
    }
)

ARRAY_TYPES = frozenset(
    {
        "jax.Array",
        "jax.core.Tracer",
        "jax.numpy.ndarray",
        "jaxtyping.Array",
        "jaxtyping.ArrayLike",
        "numpy.generic",
        "numpy.ndarray",
    }
)

# Types that only a leaf has. A list, a tuple or a dict is a node of the tree.
LEAF_TYPES = ARRAY_TYPES | {
    "builtins.bool",
    "builtins.bytes",
    "builtins.complex",
    "builtins.float",
    "builtins.int",
    "builtins.str",
    "numpy.bool_",
    "numpy.floating",
    "numpy.inexact",
    "numpy.integer",
    "numpy.number",
}

# Decorators and wrappers after which a call takes the same arguments, and gives the same type.
TRANSPARENT = frozenset(
    {
        "abc.abstractmethod",
        "beartype.beartype",
        "equinox.filter_checkpoint",
        "equinox.filter_jit",
        "equinox.nn.named_scope",
        "functools.cache",
        "functools.lru_cache",
        "jax.checkpoint",
        "jax.jit",
        "jax.named_call",
        "jax.named_scope",
        "jax.remat",
        "jaxtyping.jaxtyped",
        "typing.final",
        "typing.no_type_check",
        "typing.override",
        "typing_extensions.final",
        "typing_extensions.override",
    }
)

TREE_MAP = frozenset({"jax.tree.map", "jax.tree_map", "jax.tree_util.tree_map"})
TREE_LEAVES = frozenset(
    {"jax.tree.leaves", "jax.tree_leaves", "jax.tree_util.tree_leaves"},
)
TREE_FLATTEN = frozenset(
    {"jax.tree.flatten", "jax.tree_flatten", "jax.tree_util.tree_flatten"},
)
TREE_LEAVES_WITH_PATH = frozenset(
    {"jax.tree.leaves_with_path", "jax.tree_util.tree_leaves_with_path"},
)

# Modules whose functions compute arrays: what they return is never a node of the tree.
ARRAY_MODULES = ("jax.numpy.", "numpy.")

# Functions of these modules that return one array, which nobody calls to take it apart.
_ARRAY_MAKERS = frozenset(
    {"arange", "array", "asarray", "empty", "empty_like", "eye", "full", "full_like"}
    | {"identity", "linspace", "ones", "ones_like", "zeros", "zeros_like"}
)


def makes_array(name: str) -> bool:
    """Whether it is a function that makes one array, under its public or its private path."""
    return name.startswith(ARRAY_MODULES) and name.rpartition(".")[2] in _ARRAY_MAKERS


# What a project may export again under a path of its own, and the last parts of these names.
FUNCTIONS = PURE | PARTIAL | TREE_CHECK | TREE_EQUAL
FUNCTION_NAMES = frozenset(name.rpartition(".")[2] for name in FUNCTIONS)

_DEFINED_ELSEWHERE = {
    "jax.basearray.Array": "jax.Array",
    "optax.update.apply_updates": "optax.apply_updates",
}


# The same few names are asked for again and again.
@lru_cache(4096)
def canonical(name: str) -> str:
    """The public name of something, given the private module that defines it.

    `equinox._tree.tree_at` is `equinox.tree_at`, `jax._src.tree_util.Partial` is
    `jax.tree_util.Partial`.
    """
    public = name
    if "._" in name or name.startswith("_"):
        public = ".".join(part for part in name.split(".") if not _is_private(part))
    return _DEFINED_ELSEWHERE.get(public, public)


def _is_private(part: str) -> bool:
    return part.startswith("_") and not part.startswith("__")
