"""Read grids from bytes, as the readers' room does for the front door."""

from perfrules import readers
from perfrules.model.grid import Grid


def read_all(source: str, data: bytes) -> tuple[Grid, ...]:
    return readers.grids(readers.opened(data, source))


def read(source: str, data: bytes) -> Grid:
    """Return the fullest grid of a file; the first of several such."""
    return max(read_all(source, data), key=_filled_spots)


def _filled_spots(grid: Grid) -> int:
    return len({cell.spot for row in grid.rows for cell in row if cell.text.strip()})
