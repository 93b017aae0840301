# expect: rewritten
import equinox as eqx


class Pipeline(eqx.Module):
    stages: list[float]


pipeline = Pipeline([1.0])
pipeline.stages.extend([2.0, 3.0])
pipeline.stages.insert(0, 0.5)
pipeline.stages.insert(-1, 2.5)
result = pipeline
