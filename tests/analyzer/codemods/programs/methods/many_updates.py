# expect: rewritten
import equinox as eqx


class Counts(eqx.Module):
    c0: int = 0
    c1: int = 1
    c2: int = 2
    c3: int = 3
    c4: int = 4
    c5: int = 5
    c6: int = 6
    c7: int = 7
    c8: int = 8
    c9: int = 9
    c10: int = 10
    c11: int = 11

    def run(self) -> None:
        self.c0 += self.c1
        self.c1 += self.c2
        self.c2 += self.c3
        self.c3 += self.c4
        self.c4 += self.c5
        self.c5 += self.c6
        self.c6 += self.c7
        self.c7 += self.c8
        self.c8 += self.c9
        self.c9 += self.c10
        self.c10 += self.c11
        self.c11 += self.c0

        for _ in range(2):
            self.c0 -= self.c5
            self.c1 -= self.c6
            self.c2 -= self.c7
            self.c3 -= self.c8
            self.c4 -= self.c9
            self.c5 -= self.c10
            self.c6 -= self.c11
            self.c7 -= self.c0
            self.c8 -= self.c1
            self.c9 -= self.c2
            self.c10 -= self.c3
            self.c11 -= self.c4


def run() -> Counts:
    counts = Counts()
    counts.run()
    counts.c0 *= 2
    counts.c1 *= 2
    counts.c2 *= 2
    counts.c3 *= 2
    counts.c4 *= 2
    counts.c5 *= 2
    counts.c6 *= 2
    counts.c7 *= 2
    counts.c8 *= 2
    counts.c9 *= 2
    counts.c10 *= 2
    counts.c11 *= 2
    return counts


result = run()
