"""A Partial over the class `Partial`, which makes another when it is called.

Case: testFunctoolsPartialNestedPartial
mypy: checks what is made, not what more it is given
treelint: checks both
"""
from equinox import Partial


def square(x: int) -> int:
    return x * x


once = Partial(Partial, square)
# N: Revealed type is "def (x: int) -> int"
reveal_type(once())
# N: Revealed type is "int"
reveal_type(once()(3))
# E: Argument 1 to "square" has incompatible type "str"; expected "int"  [arg-type]
once()("three")

twice = Partial(Partial, Partial, square)
# N: Revealed type is "int"
reveal_type(twice()()(3))
# E: Argument 1 to "square" has incompatible type "str"; expected "int"  [arg-type]
twice()()("three")

bound = Partial(Partial, square, 3)
# N: Revealed type is "int"
reveal_type(bound()())
# N: Revealed type is "int"
reveal_type(once(3)())
# E: Argument 1 to "square" has incompatible type "str"; expected "int"  [partial]
once("three")
# E: Too many arguments for "square"  [partial]
bound(3)
# N: Revealed type is "int"
reveal_type(Partial(Partial(square), 3)())
