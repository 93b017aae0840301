"""treeops: tree utilities for JAX that work on any registered tree.

Drop-in for the functions of the same names in equinox 0.13 (`tree_inference` is
`equinox.nn.inference_mode`), for equinox modules, registered dataclasses, flax, chex,
named tuples, dicts and custom nodes alike. Needs JAX and NumPy only.
"""

try:
    import jax as _jax  # noqa: F401  (only to say clearly that it is missing)
except ModuleNotFoundError as _error:
    if _error.name != "jax":
        raise
    raise ImportError("treeops needs JAX: pip install 'treelint[runtime]'") from None

from treelint import __version__
from treeops._at import tree_at
from treeops._check import tree_check
from treeops._diff import tree_diff
from treeops._equal import tree_equal
from treeops._explain import explain_where
from treeops._filters import combine, filter, is_array, is_inexact_array, partition  # noqa: A004
from treeops._inference import tree_inference
from treeops._one_level import tree_flatten_one_level
from treeops._partial import Partial
from treeops._updates import apply_updates

__all__ = [
    "Partial",
    "__version__",
    "apply_updates",
    "combine",
    "explain_where",
    "filter",
    "is_array",
    "is_inexact_array",
    "partition",
    "tree_at",
    "tree_check",
    "tree_diff",
    "tree_equal",
    "tree_flatten_one_level",
    "tree_inference",
]
