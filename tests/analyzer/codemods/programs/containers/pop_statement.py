# expect: rewritten
import equinox as eqx


class Pipeline(eqx.Module):
    stages: list[float]


pipeline = Pipeline([1.0, 2.0, 3.0])
pipeline.stages.pop()
pipeline.stages.pop(0)
result = pipeline
