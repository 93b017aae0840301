# expect: rewritten
import equinox as eqx


class Table(eqx.Module):
    rows: dict[str, dict[str, float]]


def run(name: str) -> Table:
    table = Table({"it's": {"b": 1.0}, 'say "hi"': {}})
    table.rows["it's"][f"{name}-{'x'}"] = 2.0
    table.rows['say "hi"'][f'{name["a":]!r}' if False else "k"] = 3.0
    return table


result = run("n")
