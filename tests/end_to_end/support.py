"""The installed commands, run as a user runs them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Where the environment that runs the tests keeps its commands and packages.
SCRIPTS = Path(sys.executable).parent


def run(
    *command: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command of the environment; its output is kept, its status is not judged."""
    program, *arguments = command
    return subprocess.run(
        [SCRIPTS / program, *arguments],
        cwd=cwd or ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
