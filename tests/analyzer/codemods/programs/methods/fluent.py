# expect: rewritten
import equinox as eqx


class Builder(eqx.Module):
    depth: int
    width: int

    def set_depth(self, depth: int) -> "Builder":
        self.depth = depth
        return self

    def set_width(self, width: int) -> "Builder":
        self.width = width
        return self


builder = Builder(1, 1).set_depth(3).set_width(4)
result = builder
