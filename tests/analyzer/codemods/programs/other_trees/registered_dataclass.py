# expect: rewritten
import dataclasses
import jax


@jax.tree_util.register_dataclass
@dataclasses.dataclass(frozen=True)
class Particle:
    position: float
    velocity: float


particle = Particle(0.0, 1.0)
particle.position += 0.1 * particle.velocity
particle.velocity = -particle.velocity
result = particle
