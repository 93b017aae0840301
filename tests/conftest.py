"""How thoroughly the property tests run: `pytest --hypothesis-profile=thorough`."""

from hypothesis import settings

# Machines are shared and slow at times: no deadline for a single example.
settings.register_profile("default", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=10_000)
settings.load_profile("default")
