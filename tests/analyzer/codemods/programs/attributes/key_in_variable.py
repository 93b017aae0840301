# expect: rewritten
import equinox as eqx


class Heads(eqx.Module):
    by_task: dict[str, list[float]]


def reset(task: str) -> Heads:
    heads = Heads({"vision": [1.0, 2.0], "text": [3.0]})
    heads.by_task[task] = [0.0]
    heads.by_task["text"][0] = 9.0
    return heads


result = reset("vision")
