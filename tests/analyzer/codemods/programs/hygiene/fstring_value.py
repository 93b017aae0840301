# expect: rewritten
import equinox as eqx


class Named(eqx.Module):
    name: str
    count: int


def run(x: int) -> Named:
    named = Named("a", 0)
    named.name = f"{named.name}-{x!r:>3}"
    named.count += len(f"{named.name}")
    return named


result = run(4)
