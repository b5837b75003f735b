"""Arrow columns from a few Python values, by their bytes.

``pa.array``, ``pa.scalar`` and whatever calls them (``empty_table``, ``pc.equal(column, "")``) import pandas where it
is installed: for a process that loads, as much time as 20 MB of XML. A test holds the load to what is here.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

import pyarrow as pa


def texts(values: Iterable[str]) -> Any:
    """Make a column of texts.

    >>> texts(["one", "", "zwölf"]).to_pylist()
    ['one', '', 'zwölf']
    """
    parts = [value.encode() for value in values]
    ends = array("i", accumulate(map(len, parts), initial=0))
    return pa.Array.from_buffers(pa.string(), len(parts), [None, pa.py_buffer(ends), pa.py_buffer(b"".join(parts))])


def numbers(values: Iterable[int]) -> Any:
    """Make a column of 64-bit numbers.

    >>> numbers([3, -1])[1].as_py()
    -1
    """
    whole = array("q", values)
    return pa.Array.from_buffers(pa.int64(), len(whole), [None, pa.py_buffer(whole)])


def nothing(schema: pa.Schema) -> pa.Table:
    """Make a table without a row.

    >>> nothing(pa.schema([("rule", pa.string())])).num_rows
    0
    """
    return pa.Table.from_arrays([pa.nulls(0, field.type) for field in schema], schema=schema)
