# expect: rewritten
import equinox as eqx
from tests.analyzer.codemods.tracing import trace


class Stack(eqx.Module):
    items: list[float]
    scale: float = 1.0


def run() -> tuple[Stack, int, dict[str, float]]:
    stack, place, others = Stack([1.0, 2.0, 4.0]), 0, {}
    stack.items[place], place, stack.items[place] = 7.0, 2, 9.0
    stack.items[trace("a", 0)], others[trace("b", "k")] = trace("v", 1.0), trace("w", 2.0)
    try:
        stack.items[9], place = 7.0, 1
    except IndexError:
        print("missing")
    return stack, place, others


result = run()
