# expect: rewritten
# After chex 0.1.92, chex/_src/dataclass_test.py: a mutable dataclass replaces a part of a part.
import chex


@chex.dataclass
class Inner:
    c: float
    d: float


@chex.dataclass
class Outer:
    a: Inner


outer = Outer(a=Inner(c=1.0, d=2.0))
outer = outer.replace(a=outer.a.replace(c=3.0 * outer.a.c))
result = outer.a.c, outer.a.d
