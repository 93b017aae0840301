# expect: nothing found
import dataclasses
import jax


@jax.tree_util.register_dataclass
@dataclasses.dataclass
class Body:
    mass: float
    forces: list[float]


body = Body(1.0, [0.0])
body.mass = 2.0
body.forces.append(body.mass * 9.81)
result = body
