"""How thoroughly the property tests run: `pytest --hypothesis-profile=thorough`."""

from hypothesis import HealthCheck, settings

# Machines are shared and slow at times: no deadline for a single example. Of random programs many
# say nothing, and are passed over; how many differs from run to run.
_CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much]
for name, examples in (("default", 60), ("thorough", 10_000)):
    settings.register_profile(
        name, deadline=None, max_examples=examples, suppress_health_check=_CHECKS
    )
settings.load_profile("default")
