"""The command line: options in, exit status out.

0 is nothing found, 1 findings remain, 2 something could not be done. Findings go to standard
output, all else to standard error.
"""

from __future__ import annotations

import contextlib
import gc
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

# What is ours is loaded once `console` has seen to it that Python does not look for garbage
# meanwhile: there is none.
if TYPE_CHECKING:
    from collections.abc import Sequence


def console() -> None:
    """The installed command."""
    gc.disable()  # `run` collects what has come together from time to time
    _open_streams()
    try:
        status = main(sys.argv[1:])
        sys.stdout.flush()
    except OSError as error:
        status = _stopped(error)
    except KeyboardInterrupt:
        status = 130
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    # At once: to take all objects apart takes Python a tenth of a short run.
    os._exit(status)


def _open_streams() -> None:
    """Make both streams take whatever is written to them."""
    # Python has none where it was started with a closed one (`treelint >&-`).
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A character that the terminal cannot show must not end the run.
            stream.reconfigure(errors="backslashreplace")


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _stopped(error: OSError) -> int:
    """The reader has gone (`treelint | head`), or the disk is full."""
    with contextlib.suppress(OSError):
        if not isinstance(error, BrokenPipeError):
            _complain(f"command line: stopped, as the system says: {error}")
    # Python would try to write what is left at its exit, and complain.
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return 2


def language_server() -> None:
    """The installed command of the language server, which needs more than the base install."""
    try:
        from treelint.language_server import serve
    except ImportError as error:
        _complain(f"treelint-lsp: {error}")
        sys.exit(2)
    serve()


def main(arguments: Sequence[str]) -> int:
    """Run treelint with these arguments, and return its exit status."""
    from treelint.command import run, show_all_settings
    from treelint.options import parse_options

    asked, failures = parse_options(arguments)
    if asked.list_rules:
        from treelint.explain import listing

        sys.stdout.writelines(f"{line}\n" for line in listing())
        return 0
    if asked.explain is not None:
        return _explain(asked.explain)
    if asked.show_settings:
        return show_all_settings(asked, failures)
    if asked.watch and not failures:
        from treelint.watch import watch

        return watch(asked, failures)
    return run(asked, failures)


def _explain(code: str) -> int:
    from treelint.explain import explain
    from treelint.source import Failure

    explained = explain(code)
    if isinstance(explained, Failure):
        _complain(str(explained))
        return 2
    sys.stdout.write(explained)
    return 0


def _complain(message: str) -> None:
    print(f"treelint: {message}", file=sys.stderr)
