"""The command on the catalogue of findings."""

from typing import Any

import click
from click.shell_completion import CompletionItem

from perfrules import resources
from perfrules.cli.pages import PAGES, page_text, words_of
from perfrules.cli.shared import format_option, lang_option, misuse, room
from perfrules.findings import Code
from perfrules.model.messages import Lang


class CodeName(click.ParamType):  # type: ignore[type-arg] # generic from click 8.4 on
    """A code of the catalogue; completed from what there is."""

    name = "CODE"

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[Any]:  # noqa: ARG002
        codes = resources.messages().findings
        return [CompletionItem(code) for code in codes if code.startswith(incomplete.upper())]


@click.command()
@click.argument("name", required=False, metavar="[CODE]", type=CodeName())
@format_option(*PAGES)
@lang_option
def finding(name: str | None, layout: str, lang: Lang) -> None:
    """Explain the code of a finding; without one, list all codes."""
    from perfrules.explain import catalogue_page, code_page

    words = words_of(lang)
    page = code_page(_code(name, lang), words) if name else catalogue_page(words)
    click.echo(page_text(page, layout, room()), nl=False)


def _code(name: str, lang: Lang) -> Code:
    codes = {str(code): code for code in resources.messages().findings}
    if name.upper() not in codes:
        from difflib import get_close_matches

        near = get_close_matches(name.upper(), codes, n=5, cutoff=0.5)
        raise misuse("usage.no_code", lang, "CODE", name=name, near=", ".join(near) or "PR101 …")
    return codes[name.upper()]
