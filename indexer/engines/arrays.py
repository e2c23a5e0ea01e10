"""One file of many arrays, mapped into memory on open: the arrays one after the other, then their names in JSON."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]

_MAGIC: Final = b"XIANLI-ARRAYS-1\n"
_FOOTER: Final = struct.Struct("<Q16s")  # where the names begin, then the magic
_ALIGNED: Final = 64  # bytes: a cache line


class ArraysWriter:
    """Writes one-dimensional arrays as they come; nothing of them stays in memory. A context manager."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb", buffering=0)  # as array.tofile() goes past a buffer
        self._directory: dict[str, tuple[str, int, int]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file; without an error, complete it first."""
        with self._file as file:
            if kind is None:
                begin = file.tell()
                file.write(json.dumps(self._directory, ensure_ascii=False).encode())
                file.write(_FOOTER.pack(begin, _MAGIC))

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Write `array` under `name`, little-endian, each name once."""
        assert name not in self._directory, name
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        self._file.write(bytes(-self._file.tell() % _ALIGNED))
        self._directory[name] = (array.dtype.str, self._file.tell(), len(array))
        array.tofile(self._file)


def narrow(array: NDArray[np.integer[Any]]) -> NDArray[np.unsignedinteger[Any]]:
    """Return `array`, which has no negative value, in the smallest unsigned type that holds it."""
    return array.astype(np.min_scalar_type(int(array.max(initial=0))))


def open_arrays(path: Path) -> Arrays:
    """Map the arrays in the file at `path`, read-only. Raises OSError or ValueError where it is damaged."""
    whole = np.memmap(path, np.uint8, mode="r").view(np.ndarray)  # views of a memmap cost more at every slice
    begin, magic = _FOOTER.unpack(bytes(whole[-_FOOTER.size :]))
    if magic != _MAGIC or begin > len(whole) - _FOOTER.size:
        raise ValueError(f"not a file of arrays: {path}")
    directory: dict[str, tuple[str, int, int]] = json.loads(bytes(whole[begin : -_FOOTER.size]))
    return {name: _view(whole[:begin], *place) for name, place in directory.items()}


def _view(whole: NDArray[np.uint8], dtype: str, start: int, size: int) -> NDArray[Any]:
    kind = np.dtype(dtype)
    end = start + size * kind.itemsize
    if kind.hasobject or not 0 <= start <= end <= len(whole):
        raise ValueError("an array lies outside of its file")
    return whole[start:end].view(kind)
