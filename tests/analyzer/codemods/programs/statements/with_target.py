# expect: rewritten
import contextlib

import equinox as eqx


class Session(eqx.Module):
    handle: str


def run() -> Session:
    session = Session("")
    with contextlib.nullcontext("opened") as session.handle:
        print(session.handle)
    return session


result = run()
