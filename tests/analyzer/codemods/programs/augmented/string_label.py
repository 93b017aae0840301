# expect: rewritten
import equinox as eqx


class Tagged(eqx.Module):
    value: float
    tags: tuple[int, ...]


tagged = Tagged(1.0, (1,))
tagged.tags += (2, 3)
result = tagged
