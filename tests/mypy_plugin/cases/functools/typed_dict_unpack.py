"""`**` of a TypedDict, whose keys are known: those that it need not have are optional.

Case: testFunctoolsPartialTypedDictUnpack
mypy: checks
treelint: the same; a required key is bound for certain
"""
from typing import TypedDict, Unpack

from equinox import Partial


class Rate(TypedDict, total=False):
    rate: int


class Both(TypedDict, total=False):
    rate: int
    name: str


class Certain(TypedDict):
    rate: int


class Name(TypedDict, total=False):
    name: str


class WrongName(TypedDict, total=False):
    name: int


def one(rate: int) -> None: ...
def two(rate: int, name: str) -> None: ...
def one_open(**options: Unpack[Rate]) -> None: ...
def two_open(**options: Unpack[Both]) -> None: ...


def of_one(**given: Unpack[Rate]) -> None:
    Partial(one, **given)()
    Partial(one, **given)(**given)
    Partial(one, **given)(rate=1)
    # E: Argument "rate" to "one" has incompatible type "str"; expected "int"  [arg-type]
    Partial(one, **given)(rate="1")
    # E: Unexpected keyword argument "wrong" for "one"  [call-arg]
    Partial(one, **given)(wrong=1)


def of_open(**given: Unpack[Rate]) -> None:
    Partial(one_open, **given)()
    Partial(one_open, **given)(**given)
    Partial(one_open, **given)(rate=1)
    # E: Argument "rate" to "one_open" has incompatible type "str"; expected "int"  [arg-type]
    Partial(one_open, **given)(rate="1")
    # E: Unexpected keyword argument "wrong" for "one_open"  [call-arg]
    Partial(one_open, **given)(wrong=1)


def of_two(named: Name, wrong: WrongName, **given: Unpack[Both]) -> None:
    Partial(two, **given)()
    Partial(two, **given)(rate=1, name="a")
    Partial(two, **given)(**given)
    # E: Argument "rate" to "two" has incompatible type "str"; expected "int"  [arg-type]
    Partial(two, **given)(rate="1")
    # E: Unexpected keyword argument "wrong" for "two"  [call-arg]
    Partial(two, **given)(rate=1, name="a", wrong=1)
    Partial(two, **given)(**named)
    # E: Argument "name" to "two" has incompatible type "int"; expected "str"  [arg-type]
    Partial(two, **given)(**wrong)


def of_two_open(named: Name, wrong: WrongName, **given: Unpack[Both]) -> None:
    Partial(two_open, **given)()
    Partial(two_open, **given)(rate=1, name="a")
    Partial(two_open, **given)(**given)
    # E: Argument "rate" to "two_open" has incompatible type "str"; expected "int"  [arg-type]
    Partial(two_open, **given)(rate="1")
    # E: Unexpected keyword argument "wrong" for "two_open"  [call-arg]
    Partial(two_open, **given)(rate=1, name="a", wrong=1)
    Partial(two_open, **given)(**named)
    # E: Argument "name" to "two_open" has incompatible type "int"; expected "str"  [arg-type]
    Partial(two_open, **given)(**wrong)


def too_many(**given: Unpack[Both]) -> None:
    # E: Extra argument "name" from **args for "one"  [partial]
    Partial(one, **given)()
    # E: Extra argument "name" from **args for "one_open"  [partial]
    Partial(one_open, **given)()


def too_few(named: Name, wrong: WrongName, **given: Unpack[Rate]) -> None:
    # E: Missing named argument "name" for "two"  [call-arg]
    Partial(two, **given)()
    # E: Too many positional arguments for "two"  [call-arg]
    # E: Missing named argument "name" for "two"  [call-arg]
    # E: Argument 1 to "two" has incompatible type "str"; expected "int"  [arg-type]
    Partial(two, **given)("one")
    Partial(two, **given)(name="a")
    Partial(two, **given)(**named)
    # E: Argument "name" to "two" has incompatible type "int"; expected "str"  [arg-type]
    Partial(two, **given)(**wrong)
    Partial(two_open, **given)()
    # E: Too many positional arguments for "two_open"  [call-arg]
    # E: Argument 1 to "two_open" has incompatible type "str"; expected "int"  [arg-type]
    Partial(two_open, **given)("one")
    Partial(two_open, **given)(name="a")
    Partial(two_open, **given)(**named)
    # E: Argument "name" to "two_open" has incompatible type "int"; expected "str"  [arg-type]
    Partial(two_open, **given)(**wrong)


def certain(given: Certain) -> None:
    # N[equinox, treeops]: Revealed type is "def (*, name: str)"
    # N[jax]: Revealed type is "def (*, rate: int =, name: str)"
    reveal_type(Partial(two, **given))
    Partial(two, **given)(name="a")
    # E: Too many positional arguments for "two"  [call-arg]
    # E[jax]: Missing named argument "name" for "two"  [call-arg]
    # E[jax]: Argument 1 to "two" has incompatible type "str"; expected "int"  [arg-type]
    Partial(two, **given)("a")
    # E[equinox, treeops]: Unexpected keyword argument "rate" for "two"  [call-arg]
    Partial(two, **given)(rate=1, name="a")
