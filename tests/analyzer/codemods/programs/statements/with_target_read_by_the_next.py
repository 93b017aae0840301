# expect: withheld (the next manager reads what the first one gave)
import contextlib

import equinox as eqx


class Session(eqx.Module):
    handle: str


def run() -> tuple[Session, str]:
    session = Session("")
    with contextlib.nullcontext("a") as session.handle, contextlib.nullcontext(session) as other:
        print(session.handle, other.handle)
    return session, other.handle


result = run()
