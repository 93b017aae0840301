# expect: withheld (another task may run between)
import asyncio
import equinox as eqx


class Counter(eqx.Module):
    count: int


counter = Counter(0)


async def step(by: int) -> None:
    counter.count = await double(by)


async def double(number: int) -> int:
    counter.count += 1
    await asyncio.sleep(0)
    return counter.count + number


async def main() -> None:
    await asyncio.gather(step(1), step(10))


asyncio.run(main())
result = counter
