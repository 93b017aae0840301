"""Names outside the code that is read, and what they mean for types."""

from __future__ import annotations

from treelint.fullnames import ARRAY_TYPES
from treelint.project.classes import TreeKind


def names_in(module: str, names: str) -> frozenset[str]:
    """The full names of several functions of one module; `names` has spaces between them."""
    return frozenset(f"{module}.{name}" for name in names.split())


# Bases that make a class a tree; nothing more needs to be read of them.
TREE_BASES = {
    "equinox.Module": TreeKind.MODULE,
    "equinox.Enumeration": TreeKind.ENUMERATION,
    "flax.struct.PyTreeNode": TreeKind.FLAX,
    "typing.NamedTuple": TreeKind.NAMED_TUPLE,
    "typing_extensions.NamedTuple": TreeKind.NAMED_TUPLE,
}

# Bases that add no attribute that a program would misspell.
PLAIN_BASES = frozenset(
    {
        "abc.ABC",
        "builtins.object",
        "collections.abc.Callable",
        "collections.abc.Hashable",
        "typing.Callable",
        "typing.Generic",
        "typing.Hashable",
        "typing.Protocol",
        "typing_extensions.Generic",
        "typing_extensions.Protocol",
    }
)

# What each kind of tree has beside what its class says.
BUILT_IN_MEMBERS = {
    TreeKind.FLAX: frozenset({"replace"}),
    TreeKind.UNFROZEN_FLAX: frozenset({"replace"}),
    TreeKind.CHEX: frozenset(
        {"from_tuple", "get", "items", "keys", "replace", "to_tuple", "values"}
    ),
    TreeKind.NAMED_TUPLE: frozenset(
        {"_asdict", "_field_defaults", "_fields", "_make", "_replace", "count", "index"}
    ),
}

TREE_DECORATORS = {
    "jax.tree_util.register_dataclass": TreeKind.DATACLASS,
    "jax.tree_util.register_pytree_node_class": TreeKind.CUSTOM,
    "jax.tree_util.register_pytree_with_keys_class": TreeKind.CUSTOM,
    "jax.tree_util.register_static": TreeKind.ORDINARY,
    "flax.struct.dataclass": TreeKind.FLAX,
    "chex.dataclass": TreeKind.CHEX,
    "chex.mappable_dataclass": TreeKind.CHEX,
    "dataclasses.dataclass": TreeKind.PLAIN_DATACLASS,
}
REGISTER_DATACLASS = "jax.tree_util.register_dataclass"
REGISTER_NODE = frozenset(
    {
        "jax.tree_util.register_pytree_node",
        "jax.tree_util.register_pytree_with_keys",
    }
)

# Decorators that leave the attributes of a class as they are.
PLAIN_CLASS_DECORATORS = frozenset(
    {
        "beartype.beartype",
        "functools.total_ordering",
        "jaxtyping.jaxtyped",
        "typing.final",
        "typing.runtime_checkable",
        "typing_extensions.final",
        "typing_extensions.runtime_checkable",
    }
)

FIELD_FUNCTIONS = frozenset(
    {"dataclasses.field", "equinox.field", "equinox.static_field", "flax.struct.field"}
)
CLASS_VARIABLES = frozenset(
    {
        "typing.ClassVar",
        "typing_extensions.ClassVar",
        "equinox.AbstractClassVar",
    }
)
ABSTRACT_FIELD = "equinox.AbstractVar"

PROPERTIES = frozenset({"builtins.property", "functools.cached_property"})

# Of JAX or of numpy.
EITHER_ANNOTATIONS = frozenset({"chex.Array", "numpy.generic"})
ARRAY_ANNOTATIONS = (ARRAY_TYPES - EITHER_ANNOTATIONS - {"jaxtyping.ArrayLike"}) | {
    "chex.ArrayDevice",
    "chex.PRNGKey",
    "jaxtyping.PRNGKeyArray",
}
NUMPY_ANNOTATIONS = frozenset({"numpy.ndarray", "chex.ArrayNumpy", "numpy.typing.NDArray"})
# `Float[Array, "n"]`: a dtype, then what it is the dtype of.
JAXTYPING_DTYPES = names_in(
    "jaxtyping",
    "Bool BFloat16 Complex Complex64 Complex128 Float Float16 Float32 Float64 Inexact Int Int2 "
    "Int4 Int8 Int16 Int32 Int64 Integer Key Num Real Shaped UInt UInt2 UInt4 UInt8 UInt16 "
    "UInt32 UInt64",
)

SCALARS = frozenset({"bool", "bytes", "complex", "float", "int", "str"})

LISTS = frozenset({"builtins.list", "typing.List"})
TUPLES = frozenset({"builtins.tuple", "typing.Tuple"})
SETS = frozenset(
    {"builtins.frozenset", "builtins.set", "typing.AbstractSet", "typing.FrozenSet", "typing.Set"}
)
MAPPINGS = frozenset(
    {
        "builtins.dict",
        "collections.OrderedDict",
        "collections.abc.Mapping",
        "collections.abc.MutableMapping",
        "collections.defaultdict",
        "typing.DefaultDict",
        "typing.Dict",
        "typing.Mapping",
        "typing.MutableMapping",
        "typing.OrderedDict",
    }
)
_SEQUENCE_NAMES = "Collection Generator Iterable Iterator MutableSequence Reversible Sequence"
SEQUENCES = names_in("typing", _SEQUENCE_NAMES) | names_in("collections.abc", _SEQUENCE_NAMES)
CALLABLES = frozenset({"collections.abc.Callable", "typing.Callable"})
# `Final[int]`, `Annotated[int, ...]`: the first argument is the type.
TRANSPARENT_ANNOTATIONS = frozenset(
    {
        "equinox.AbstractVar",
        "typing.Annotated",
        "typing.Final",
        "typing.NotRequired",
        "typing.ReadOnly",
        "typing.Required",
        "typing_extensions.Annotated",
        "typing_extensions.Final",
        "typing_extensions.ReadOnly",
    }
)
OPTIONAL = "typing.Optional"
UNION = "typing.Union"
LITERAL = frozenset({"typing.Literal", "typing_extensions.Literal"})
SELF = frozenset({"typing.Self", "typing_extensions.Self"})
TYPE = frozenset({"builtins.type", "typing.Type"})
