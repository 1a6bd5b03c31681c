"""Building the head of a spec: what it is, and whether it may be chosen."""

from perfrules.documents import Entries
from perfrules.model.spec import SpecHead
from perfrules.speclib.nodes import child, is_true, text, text_items


def head(tree: Entries) -> SpecHead:
    """Build the head of a spec from its resolved document."""
    by_name, excerpt = child(tree, "by_name"), child(tree, "excerpt")
    return SpecHead(
        id=text(child(tree, "id")),
        fiscal_year=int(text(child(tree, "fiscal_year"))),
        version=text(child(tree, "version")),
        kind=text(child(tree, "kind")),
        title=text(child(tree, "title")),
        places=text_items(child(tree, "places")),
        trial=is_true(child(tree, "trial")),
        by_name=text(by_name) if by_name else None,
        excerpt=text(excerpt) if excerpt else None,
    )
