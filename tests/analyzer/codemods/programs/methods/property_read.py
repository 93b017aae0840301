# expect: rewritten
import equinox as eqx


class Circle(eqx.Module):
    radius: float

    @property
    def area(self) -> float:
        return 3.0 * self.radius**2

    def grow(self, by: float) -> None:
        self.radius += by


circle = Circle(1.0)
before = circle.area
circle.grow(1.0)
result = before, circle.area
