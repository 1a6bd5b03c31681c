"""A file comes as a path, as bytes or as a stream; it is sniffed once and bounded alike."""

import io
from pathlib import Path

import pytest

from perfrules import readers
from perfrules.findings import UnreadableForm
from perfrules.readers import FileKind, opened

TABLE = "指标,目标,实际,分值\n甲,1,1,10\n乙,2,2,10\n".encode()


class Trickle(io.BytesIO):
    """A stream that gives three bytes at a time, as a socket may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(3 if size is None or size < 0 else min(3, size))


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(TABLE)
    return file


ORIGINS = {
    "text": str,
    "path": Path,
    "bytes": Path.read_bytes,
    "stream": lambda path: io.BytesIO(path.read_bytes()),
    "slow stream": lambda path: Trickle(path.read_bytes()),
}


@pytest.mark.parametrize("made", ORIGINS.values(), ids=ORIGINS)
def test_every_origin_gives_the_same_file(path, made):
    file = opened(made(path), "upload.xlsx")
    assert (file.source, file.kind, file.data) == ("upload.xlsx", FileKind.CSV, TABLE)
    assert readers.grids(file)[0].where().source == "upload.xlsx"


def test_a_path_names_itself_and_other_origins_say_what_they_are(path):
    assert opened(path).source == str(path)
    assert opened(TABLE).source == "<bytes>"
    assert opened(io.BytesIO(TABLE)).source == "<stream>"


@pytest.mark.parametrize("wrap", [bytes, io.BytesIO, Trickle])
def test_bytes_and_streams_keep_to_the_limit_of_a_file(wrap, monkeypatch):
    monkeypatch.setattr("perfrules.readers.files.MOST_BYTES", 20)
    origin = wrap(TABLE)
    with pytest.raises(UnreadableForm) as caught:
        opened(origin, "upload.xlsx")
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.source) == ("PR105", "upload.xlsx")
    if isinstance(origin, io.BytesIO):
        assert origin.tell() == 21


def test_a_stream_is_left_open(path):
    with path.open("rb") as stream:
        opened(stream)
        assert not stream.closed


def test_a_stream_that_fails_is_refused_and_one_of_text_is_a_bug():
    closed = io.BytesIO(TABLE)
    closed.close()
    with pytest.raises(UnreadableForm) as caught:
        opened(closed)
    assert caught.value.findings[0].code == "PR101"
    with pytest.raises(TypeError):
        opened(io.StringIO("a,b"))


def test_a_form_is_sniffed_once(path, monkeypatch):
    seen = []
    real = readers.registry.file_kind
    monkeypatch.setattr(
        "perfrules.readers.registry.file_kind",
        lambda source, data: seen.append(source) or real(source, data),
    )
    readers.grids(opened(path))
    assert seen == [str(path)]


def test_the_bytes_of_a_file_are_not_in_its_repr(path):
    assert "data" not in repr(opened(path))
