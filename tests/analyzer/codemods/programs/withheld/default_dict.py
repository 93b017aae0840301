# expect: withheld (a missing key is made)
import collections

import equinox as eqx


class Counts(eqx.Module):
    counts: dict[str, int]


counts = Counts(collections.defaultdict(int))
counts.counts["a"] += 1
counts.counts["b"] += 2
counts.counts["a"] += 1
result = dict(counts.counts)
