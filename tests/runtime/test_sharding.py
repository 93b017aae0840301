"""Arrays that are split over eight devices stay so, and stay there."""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from typing import Any

import pytest

PROGRAM = pathlib.Path(__file__).with_name("eight_devices.py")
CHECKS = re.findall(r"^def (check_\w+)", PROGRAM.read_text(), re.MULTILINE)


@pytest.fixture(scope="module")
def report() -> Any:
    """What the program found, which runs once: the number of devices is fixed at its start."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.runtime.eight_devices"],
        env={
            **os.environ,
            "JAX_PLATFORMS": "cpu",
            "XLA_FLAGS": "--xla_force_host_platform_device_count=8",
        },
        cwd=PROGRAM.parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_there_are_eight_devices(report: Any) -> None:
    assert report["devices"] == 8
    assert report["run"] == CHECKS


@pytest.mark.parametrize("check", CHECKS)
def test_on_eight_devices(report: Any, check: str) -> None:
    assert report["problems"].get(check) is None, report["problems"][check]
