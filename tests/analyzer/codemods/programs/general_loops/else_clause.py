# expect: rewritten
import equinox as eqx


class Flag(eqx.Module):
    found: bool
    looked: int = 0


def look(items: list[int], wanted: int) -> Flag:
    flag = Flag(False)
    for item in items:
        flag.looked += 1
        if item == wanted:
            flag.found = True
            break
    else:
        flag.looked = -flag.looked
    return flag


result = [look([1, 2, 3], 2), look([1], 5)]
