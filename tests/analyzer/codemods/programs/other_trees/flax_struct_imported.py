# expect: rewritten
from flax import struct


@struct.dataclass
class Carry:
    hidden: float
    cell: float


carry = Carry(0.0, 1.0)
carry.hidden, carry.cell = carry.cell, carry.hidden
result = carry
