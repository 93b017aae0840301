"""Fixtures of the runtime's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jax
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(params=[False, True], ids=["x32", "x64"])
def x64(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Runs a test with 64 bit types off and on."""
    config: Any = jax.config  # its methods have no types
    before = config.read("jax_enable_x64")
    config.update("jax_enable_x64", request.param)
    yield request.param
    config.update("jax_enable_x64", before)
