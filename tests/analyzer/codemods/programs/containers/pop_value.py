# expect: rewritten
import equinox as eqx


class Pipeline(eqx.Module):
    stages: list[float]


pipeline = Pipeline([1.0, 2.0, 3.0])
last = pipeline.stages.pop()
result = pipeline, last
