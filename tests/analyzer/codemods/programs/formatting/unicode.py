# expect: rewritten
import equinox as eqx


class Schicht(eqx.Module):
    größe: float
    name: tuple[str, ...] = ()


schicht = Schicht(1.0)
schicht.größe = 2.0  # größer
schicht.name = ("ä", "日本")
print(schicht.name)
result = schicht.größe, schicht.name
