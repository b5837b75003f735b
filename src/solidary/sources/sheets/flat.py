"""A file of text with a mark between the cells -> rows; the encoding and the mark are told by the file itself."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from solidary.sources.sheets.sheet import Lines, NotASheet, Sheet, SheetFault, headed

MARKS: Final = "\t|,;"
CHUNK: Final = 1 << 20
BAD: Final = re.compile("[\udc80-\udcff]")  # what stands for a byte that the encoding does not have
_WIDE: Final = re.compile("[\u0080-\ud7ff]")
LONGEST: Final = 10_000_000  # letters of a cell; a longer one is a quotation mark that is missing


def open_flat(path: Path, header: int) -> Sheet:
    """Open a file of text.

    Raises:
        NotASheet: if it is no text, or has no names of columns.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        begin = [line for _, line in zip(range(header + 50), file, strict=False)]
    if any("\x00" in line for line in begin):
        raise NotASheet("not-text", f"{path.name}: holds zero bytes; expected text")
    named = next((line for line in begin[header - 1 :] if line.strip()), "")
    mark = max(MARKS, key=named.count)
    return headed(_rows(path, encoding, mark), header, path.name, encoding)


def _rows(path: Path, encoding: str, mark: str) -> Lines:
    """Yield the rows with the line on which each begins."""
    with path.open("rb") as raw:
        text = io.TextIOWrapper(raw, encoding, "surrogateescape", newline="")
        csv.field_size_limit(LONGEST)  # of the whole process: other libraries raise it when they are imported
        reader = csv.reader(text, delimiter=mark)
        line = 1
        try:
            for row in reader:
                yield line, row
                line = reader.line_num + 1
        except (csv.Error, UnicodeError) as error:
            message = f"{path.name}:{line}: {error}; is a quotation mark missing? Nothing was loaded"
            raise SheetFault(message) from None


def encoding_of(path: Path) -> str:
    """Tell the encoding: by its mark, else UTF-8 unless more bytes contradict it than speak for it.

    A file in UTF-8 with a few broken bytes stays UTF-8: the cells with them are told, the others keep their letters.
    """
    with path.open("rb") as file:
        begin = file.read(3)
        if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        good = bad = 0
        for text in _decoded(iter(lambda: file.read(CHUNK), b"")):
            if not text.isascii():
                bad, good = bad + len(BAD.findall(text)), good + len(_WIDE.findall(text))
    return "utf-8-sig" if bad <= good else "cp1252"


def _decoded(chunks: Iterator[bytes]) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    yield from map(decoder.decode, chunks)
    yield decoder.decode(b"", final=True)
