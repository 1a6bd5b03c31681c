"""Every finding that is made in a test run carries just what its code declares."""

from functools import cache

from perfrules import resources
from perfrules.findings import Code, Finding

_made = Finding.__init__


@cache
def _cases():
    return {code: message.cases for code, message in resources.messages().findings.items()}


def _declared(self, *args, **fields):
    """Make a finding; fail where it lacks a parameter, or has one that its code does not know."""
    _made(self, *args, **fields)
    code, given = Code(self.code), set(self.params)
    missing, other = code.needs - {"row"} - given, given - code.needs - code.extra
    assert not missing, f"{code} needs {' '.join(sorted(missing))}"
    assert not self.case or code == Code.OWN_CHECK or self.case in _cases()[code], self.case
    assert not other, f"{code} does not declare {' '.join(sorted(other))}"


def watch():
    """Look at each finding from here on."""
    Finding.__init__ = _declared
