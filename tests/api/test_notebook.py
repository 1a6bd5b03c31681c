"""A notebook shows the page of a value, if IPython is running; nothing happens without it."""

import sys
from types import SimpleNamespace

import perfrules
from perfrules import notebook
from tests.support import EXAMPLES


class Formatter:
    """What of IPython's formatter is used."""

    def __init__(self):
        self.known = {}

    def for_type_by_name(self, module, name, show):
        self.known[module, name] = show

    def __call__(self, value):
        return self.known[type(value).__module__, type(value).__name__](value)


def running(formatter):
    shell = SimpleNamespace(display_formatter=SimpleNamespace(formatters={"text/html": formatter}))
    return SimpleNamespace(get_ipython=lambda: shell)


def test_scorecard_form_and_spec_are_shown_as_pages(monkeypatch):
    formatter = Formatter()
    monkeypatch.setitem(sys.modules, "IPython", running(formatter))
    notebook.register()
    form = perfrules.read_form(EXAMPLES / "partly-met-2023.yaml")
    spec = perfrules.load_spec("cn-gz-qiannan/department@2023")
    card = perfrules.score(form, spec)
    for value, words in ((card, "培训合格率"), (form, "培训合格率"), (spec, "2023.1")):
        shown = formatter(value)
        assert shown.lstrip().startswith("<")
        assert words in shown


def test_nothing_happens_without_a_running_shell(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    notebook.register()
    monkeypatch.delitem(sys.modules, "IPython")
    notebook.register()
