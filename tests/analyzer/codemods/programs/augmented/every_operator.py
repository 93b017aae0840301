# expect: rewritten
import equinox as eqx


class Numbers(eqx.Module):
    a: int
    b: float
    c: int


n = Numbers(7, 9.0, 6)
n.a -= 2
n.b /= 4
n.a //= 2
n.b *= 3
n.c %= 4
n.a **= 3
n.c <<= 2
n.a >>= 1
n.c |= 1
n.a &= 6
n.c ^= 3
result = n
