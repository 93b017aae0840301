# expect: rewritten
# After brax 0.14.2, brax/envs/fast.py: positions and velocities replaced, two levels down.
import dataclasses

import equinox as eqx


class Motion(eqx.Module):
    position: float
    velocity: float


class Physics(eqx.Module):
    body: Motion
    joint: Motion


class State(eqx.Module):
    physics: Physics
    reward: float


state = State(Physics(Motion(0.0, 1.0), Motion(2.0, 3.0)), 0.0)
position = state.physics.body.position + 0.1 * state.physics.body.velocity
state = dataclasses.replace(
    state,
    physics=dataclasses.replace(
        state.physics, body=dataclasses.replace(state.physics.body, position=position)
    ),
)
result = state
