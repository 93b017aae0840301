"""What calls of well-known functions give."""

from __future__ import annotations

import enum

from treelint.fullnames import APPLY_UPDATES, COMBINE, INFERENCE, TREE_AT
from treelint.project.well_known import names_in


class Result(enum.Enum):
    """What a call gives, as seen from its arguments."""

    ARRAY = "a JAX array"
    NUMPY = "a numpy array"
    FIRST = "what its first argument is"
    TREE = "the tree among its arguments"


# Functions that always give one array, whatever they are given: no lists, no tuples.
_ARRAY_FUNCTIONS = (
    "abs absolute add all amax amin any arange arccos arccosh arcsin arcsinh arctan arctan2 "
    "arctanh argmax argmin argsort array asarray average bincount cbrt ceil clip column_stack "
    "concatenate conj conjugate convolve copy cos cosh cov cross cumprod cumsum deg2rad diag "
    "diagonal diff divide dot einsum empty empty_like exp exp2 expand_dims expm1 eye fabs flip "
    "floor full full_like geomspace heaviside hstack identity inner isfinite isinf isnan kron "
    "linspace log log10 log1p log2 logaddexp logspace matmul max maximum mean median min minimum "
    "mod multiply nan_to_num negative ones ones_like outer pad percentile polyval power prod "
    "quantile rad2deg ravel reciprocal repeat reshape roll round sign sin sinc sinh sort sqrt "
    "square squeeze stack std subtract sum swapaxes take tan tanh tensordot tile trace transpose "
    "tri tril triu trunc vander var vdot vstack zeros zeros_like"
)
_RANDOM = (
    "PRNGKey bernoulli beta bits categorical cauchy choice dirichlet exponential fold_in gamma "
    "gumbel key laplace logistic multivariate_normal normal orthogonal permutation poisson "
    "rademacher randint split truncated_normal uniform"
)
_ACTIVATIONS = (
    "celu elu gelu glu hard_sigmoid hard_swish hard_tanh leaky_relu log_sigmoid log_softmax "
    "logsumexp mish one_hot relu relu6 selu sigmoid silu soft_sign softmax softplus standardize "
    "swish tanh"
)
_JAX = (
    names_in("jax.numpy", _ARRAY_FUNCTIONS)
    | names_in("jax.random", _RANDOM)
    | names_in("jax.nn", _ACTIVATIONS)
)

RESULTS: dict[str, Result] = (
    dict.fromkeys(_JAX, Result.ARRAY)
    | dict.fromkeys(names_in("numpy", _ARRAY_FUNCTIONS), Result.NUMPY)
    | dict.fromkeys(
        ("copy.copy", "copy.deepcopy", "dataclasses.replace", "equinox.error_if"), Result.FIRST
    )
    | dict.fromkeys(TREE_AT | INFERENCE | APPLY_UPDATES | COMBINE, Result.TREE)
)

# Methods and attributes of arrays that give arrays again.
ARRAY_ATTRIBUTES = frozenset({"T", "mT", "imag", "real"})
_METHODS = (
    "argmax argmin astype clip conj copy cumsum dot flatten max mean min prod ravel repeat "
    "reshape round sort squeeze std sum swapaxes take transpose var"
)
ARRAY_METHODS = frozenset(_METHODS.split(" "))
# All that the arrays of JAX and numpy have in common, and `at`.
_MEMBERS = (
    "all any argmax argmin argpartition argsort astype at byteswap choose clip compress conj "
    "conjugate copy cumprod cumsum device diagonal dot dtype flat flatten imag item itemsize mT "
    "max mean min nbytes ndim nonzero prod ptp ravel real repeat reshape round searchsorted shape "
    "size sort squeeze std sum swapaxes T take to_device tobytes tolist trace transpose var view"
)
ARRAY_MEMBERS = frozenset(_MEMBERS.split(" "))
ARRAY_SCALARS = {"ndim": "int", "size": "int", "nbytes": "int", "itemsize": "int"}

# Builtins by what they give.
SCALAR_BUILTINS = {
    "bool": "bool",
    "callable": "bool",
    "complex": "complex",
    "float": "float",
    "format": "str",
    "hasattr": "bool",
    "hash": "int",
    "id": "int",
    "int": "int",
    "isinstance": "bool",
    "issubclass": "bool",
    "len": "int",
    "ord": "int",
    "repr": "str",
    "str": "str",
}
LISTING_BUILTINS = frozenset({"list", "tuple", "set", "frozenset", "sorted", "reversed", "iter"})
