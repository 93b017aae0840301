"""Dataclasses that cost little to declare do as the standard ones do."""

import copy
import dataclasses
import pickle
import subprocess
import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any

import pytest

from treelint import records

Declared = dict[str, Any]


def declare(library: Any) -> Declared:
    """The same classes, made by one library or the other."""

    @library.dataclass(frozen=True, slots=True)
    class Frozen:
        """Doc."""

        a: int
        b: str = "b"
        c: list[int] = library.field(default_factory=list)
        d: object = library.field(default=None, repr=False, compare=False)

        def twice(self) -> int:
            return self.a * 2

    @library.dataclass
    class Plain:
        a: int
        b: dict[str, int] = library.field(default_factory=dict, repr=False)

    @library.dataclass(frozen=True)
    class Kept:
        a: int

        @cached_property
        def b(self) -> int:
            return self.a + 1

    @library.dataclass(frozen=True)
    class Child(Kept):
        c: int = 3

    @library.dataclass(slots=True, eq=False)
    class Same:
        a: int

    @library.dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @library.dataclass(frozen=True)
    class Own:
        a: int

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

    return {cls.__name__: cls for cls in (Frozen, Plain, Kept, Child, Same, Empty, Own)}


OURS, STANDARD = declare(records), declare(dataclasses)


def outcome(make: Callable[[Declared], object], classes: Declared) -> object:
    """What a piece of code gives, or the kind of error that it raises."""
    try:
        return make(classes)
    except Exception as error:  # noqa: BLE001
        kinds = (AttributeError, TypeError)
        return next(kind for kind in kinds if isinstance(error, kind))


@pytest.mark.parametrize(
    "make",
    [
        lambda c: repr(c["Frozen"](1)),
        lambda c: repr(c["Frozen"](1, "x", [2], d=4)),
        lambda c: c["Frozen"](),
        lambda c: c["Frozen"](1, 2, 3, 4, 5),
        lambda c: c["Frozen"](1, x=2),
        lambda c: c["Frozen"](1, a=2),
        lambda c: c["Frozen"](1).c is c["Frozen"](1).c,
        lambda c: c["Frozen"](1) == c["Frozen"](1, d=3),
        lambda c: c["Frozen"](1) == c["Frozen"](2),
        lambda c: c["Frozen"](1) == 1,
        lambda c: c["Frozen"].__eq__(c["Frozen"](1), 1),
        lambda c: hash(c["Frozen"](1, c=())) == hash(c["Frozen"](1, c=(), d=2)),
        lambda c: hash(c["Frozen"](1)),
        lambda c: setattr(c["Frozen"](1), "a", 2),
        lambda c: delattr(c["Frozen"](1), "a"),
        lambda c: c["Frozen"].a.__class__.__name__,
        lambda c: c["Frozen"].__match_args__,
        lambda c: c["Frozen"].__slots__,
        lambda c: c["Frozen"].__doc__,
        lambda c: c["Frozen"].__qualname__,
        lambda c: c["Frozen"].__init__.__qualname__,
        lambda c: hasattr(c["Frozen"](1), "__dict__"),
        lambda c: c["Frozen"](4).twice(),
        lambda c: repr(dataclasses.replace(c["Frozen"](1, "x"), a=5)),
        lambda c: dataclasses.replace(c["Frozen"](1, "x"), e=5),
        lambda c: repr(copy.copy(c["Frozen"](1, "x"))),
        lambda c: copy.deepcopy(c["Frozen"](1, "x")) == c["Frozen"](1, "x"),
        lambda c: repr(c["Plain"](1)),
        lambda c: c["Plain"](1) == c["Plain"](1, {}),
        lambda c: c["Plain"](1) == c["Plain"](1, {"a": 1}),
        lambda c: hash(c["Plain"](1)),
        lambda c: hasattr(c["Plain"], "b"),
        lambda c: setattr(c["Plain"](1), "a", 2),
        lambda c: c["Kept"](1).b,
        lambda c: repr(c["Child"](1)),
        lambda c: repr(c["Child"](1, 2)),
        lambda c: c["Child"](1).b,
        lambda c: c["Child"](1) == c["Kept"](1),
        lambda c: setattr(c["Child"](1), "c", 2),
        lambda c: c["Same"](1) == c["Same"](1),
        lambda c: hash(c["Same"](1)) is not None,
        lambda c: repr(c["Empty"]()),
        lambda c: c["Empty"]() == c["Empty"](),
        lambda c: hash(c["Empty"]()) == hash(c["Empty"]()),
        lambda c: repr(c["Own"](1)),
        lambda c: (c["Own"](1) == c["Own"](2), hash(c["Own"](1))),
    ],
)
def test_as_the_standard_ones(make: Callable[[Declared], object]) -> None:
    standard = outcome(make, STANDARD)
    assert outcome(make, OURS) == standard
    # Once more, as `__init__` is another now.
    assert outcome(make, OURS) == standard


@records.dataclass(frozen=True, slots=True)
class Sent:
    a: int
    b: tuple[int, ...] = ()


def test_they_go_from_process_to_process() -> None:
    sent = Sent(1, (2, 3))
    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301


def test_replace() -> None:
    assert records.replace(Sent(1), b=(2,)) == Sent(1, (2,))
    with pytest.raises(TypeError):
        records.replace(Sent(1), c=(2,))  # type: ignore[call-arg]


def test_the_message_names_the_class_and_the_field() -> None:
    with pytest.raises(AttributeError, match="Sent is frozen: 'a'"):
        Sent(1).a = 2  # type: ignore[misc]


def test_nothing_heavy_is_loaded_for_them() -> None:
    code = "import treelint.records, sys; print(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert not {b"dataclasses", b"inspect"} & set(shown.split())
