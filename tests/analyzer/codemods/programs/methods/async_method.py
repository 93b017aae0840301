# expect: withheld (another task may run between)
import asyncio
import equinox as eqx


class Counter(eqx.Module):
    count: int

    async def step(self) -> None:
        before = self.count
        await asyncio.sleep(0)
        self.count = before + 1


async def main(counter: Counter) -> None:
    await asyncio.gather(counter.step(), counter.step())


counter = Counter(0)
asyncio.run(main(counter))
result = counter
