# expect: withheld (Python itself calls the method)
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    depth: int = 0

    def __setitem__(self, index: int, value: float) -> None:
        self.items[index] = value

    def __iadd__(self, value: float) -> "Stack":
        self.items.append(value)
        return self

    def __enter__(self) -> "Stack":
        self.depth += 1
        return self

    def __exit__(self, *_: object) -> None:
        self.depth -= 1


stack = Stack([1.0])
stack[0] = 5.0
stack += 6.0
with stack as inner:
    print(stack.depth, inner.depth)
result = stack
