# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    table: dict[str, float]


values = iter([1.0, 2.0])
stack = Stack([], {})
stack.items.extend(values)
stack.table.update((name, float(number)) for number, name in enumerate("ab"))
stack.items.extend(stack.items)
result = stack, list(values)
