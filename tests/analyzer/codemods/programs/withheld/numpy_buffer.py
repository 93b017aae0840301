# expect: withheld (an array of numpy is a leaf)
import equinox as eqx
import numpy as np


class Replay(eqx.Module):
    buffer: np.ndarray
    at: int = 0


replay = Replay(np.zeros(3))
view = replay.buffer
replay.buffer[1] = 2.0
replay.buffer += 1.0
result = replay, view
