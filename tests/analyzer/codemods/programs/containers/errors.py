# expect: rewritten
import equinox as eqx


class Stack(eqx.Module):
    items: list[float]
    table: dict[str, float]


def attempt(kind: str) -> tuple[Stack, str]:
    stack, error = Stack([1.0], {"a": 2.0}), "none"
    try:
        if kind == "index":
            stack.items[5] = 3.0
        elif kind == "delete":
            del stack.table["b"]
        elif kind == "pop":
            stack.table.pop("b")
        elif kind == "remove":
            stack.items.remove(9.0)
        elif kind == "add":
            stack.table["b"] += 1.0
    except (IndexError, KeyError, ValueError) as caught:
        error = type(caught).__name__
    return stack, error


result = [attempt(kind) for kind in ("index", "delete", "pop", "remove", "add", "ok")]
