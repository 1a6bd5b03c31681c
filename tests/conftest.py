"""Hypothesis: enough examples for a gate, the same in every run, no deadline on slow machines."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.findings import declared

os.environ.pop("COLUMNS", None)  # a worker of pytest-xdist sets it, and tables would be cut

settings.register_profile(
    "gate",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("gate")
declared.watch()


def pytest_sessionfinish(session):
    """Hand what a worker of pytest-xdist has counted to the process that prints it."""
    from tests.corpus.test_truth import SHARES

    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["shares"] = [(str(path), *share) for path, share in SHARES.items()]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    from tests.corpus.test_truth import shown

    for path, right, total in getattr(node, "workeroutput", {}).get("shares", ()):
        shown(Path(path), right, total)


def pytest_terminal_summary(terminalreporter):
    """Print how many rows of each form are bound right: name, target, actual, weight, claim."""
    from tests.corpus.test_truth import SHARES

    if not SHARES:
        return
    terminalreporter.section("rows bound as the truth says")
    for path, (right, total) in sorted(SHARES.items()):
        name = f"{path.parent.name}/{path.name}"
        terminalreporter.write_line(f"{right / total:7.1%}  {right:3} of {total:3}  {name}")
    right, total = (sum(share[i] for share in SHARES.values()) for i in (0, 1))
    terminalreporter.write_line(f"{right / total:7.1%}  {right:3} of {total:3}  in all")
