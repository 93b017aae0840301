"""A module's method that assigns to its own fields.

## What it does
Finds assignments to a field of `self`, or of something inside of it, in a method of a frozen tree.
Constructors, and helpers that only constructors call, may do that; `__check_init__` may not.

## Why is this bad?
It raises `FrozenInstanceError`. A method that is to change its object returns a new one, and who
calls it keeps that.

## Example
```python
class Counter(eqx.Module):
    count: int

    def reset(self):
        self.count = 0
```

## Use instead
```python
class Counter(eqx.Module):
    count: int

    def reset(self):
        return eqx.tree_at(lambda s: s.count, self, 0)


counter = counter.reset()
```

## Fix safety
Unsafe: the method returns the updated object, beside what it returned before, and all that call it
keep that. Withheld, with the reason in the message, where not all of them are known, or where
something else may hold the object and would see the change.

## References
- [`equinox.tree_at`](https://docs.kidger.site/equinox/api/manipulation/#equinox.tree_at)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from treelint.fullnames import FROZEN_TREES
from treelint.rule import FixKind, Invalid, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from treelint.codemods.report import Case
    from treelint.findings import Finding
    from treelint.index import FileIndex


def check(file: FileIndex) -> Iterator[Finding]:
    """Assignments to fields of `self`."""
    if not file.mutations:
        return
    # Loaded here: few files change trees in place.
    from treelint.codemods.report import report

    yield from report(file, rule, _is_meant, _says, _is_safe)


def _is_meant(case: Case) -> bool:
    return case.is_assignment_to_field and case.is_of_self


def _says(case: Case) -> str:
    return (
        f"{case.fate('this assignment')}; return an updated tree from the method, made by "
        "`tree_at`, and keep that where it is called"
    )


def _is_safe(case: Case) -> bool:
    return False  # the callers change too


_COUNTER = "class Counter(eqx.Module):\n    count: int\n"

rule = Rule(
    code="TL504",
    name="self-mutation",
    names=FROZEN_TREES,
    fix=FixKind.UNSAFE,
    check=check,
    valid=(
        f"{_COUNTER}    def __init__(self):\n        self.count = 0",
        f"{_COUNTER}    def __post_init__(self):\n        self.count += 1",
        (
            f"{_COUNTER}    def __init__(self):\n        self._set(3)\n"
            "    def _set(self, n):\n        self.count = n"
        ),
        f"{_COUNTER}    def reset(self):\n        count = 0\n        return count",
        f"{_COUNTER}    def reset(self, other):\n        other.count = 0",
        "class Counter:\n    count: int\n    def reset(self):\n        self.count = 0",
        (
            "import flax\n@flax.struct.dataclass(frozen=False)\nclass Counter:\n    count: int\n"
            "    def reset(self):\n        self.count = 0"
        ),
        (
            f"{_COUNTER}    @classmethod\n    def make(cls):\n        cls.count = 0\n"
            "        return cls(3)"
        ),
    ),
    invalid=(
        Invalid(
            f"{_COUNTER}    def reset(self):\n        self.count = 0\nc = Counter(3)\nc.reset()",
            f"{_COUNTER}    def reset(self):\n"
            "        self = eqx.tree_at(lambda s: s.count, self, 0)\n        return self\n"
            "c = Counter(3)\nc = c.reset()",
        ),
        Invalid(
            f"{_COUNTER}    def next(self) -> int:\n        self.count += 1\n"
            "        return self.count\ndef f():\n    c = Counter(3)\n    n = c.next()\n"
            "    return n, c",
            f'{_COUNTER}    def next(self) -> tuple["Counter", int]:\n'
            "        self = eqx.tree_at(lambda s: s.count, self, self.count + 1)\n"
            "        return self, self.count\ndef f():\n    c = Counter(3)\n    c, n = c.next()\n"
            "    return n, c",
        ),
        Invalid(f"{_COUNTER}    def reset(self):\n        self.count = 0\nf = Counter.reset"),
        Invalid(f"{_COUNTER}    def __check_init__(self):\n        self.count = 0"),
        Invalid(
            f"{_COUNTER}    def __init__(self):\n        self._set(3)\n"
            "    def _set(self, n):\n        self.count = n\n"
            "def again(c: Counter):\n    c._set(4)"
        ),
        Invalid(
            f"{_COUNTER}    def f(self):\n        def g():\n            self.count = 0\n"
            "        return g"
        ),
    ),
)
