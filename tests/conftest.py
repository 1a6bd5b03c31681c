"""Hypothesis: enough examples for a gate, the same in every run, no deadline on slow machines."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "gate",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("gate")
