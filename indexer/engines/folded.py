"""The folded texts of a generation in one file each, so that a phrase can be looked for where it may stand."""

import mmap
from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


class FoldedWriter:
    """Writes texts one after the other into `{name}.utf8`, and where each begins into `{name}.npy`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._offsets_file = folder / f"{name}.npy"
        self._file = (folder / f"{name}.utf8").open("wb")
        self._offsets = array("q", [0])

    def add(self, text: str) -> None:
        """Append the next text."""
        written = self._file.write(text.encode())
        self._offsets.append(self._offsets[-1] + written)

    def finish(self) -> None:
        """Write everything out."""
        self._file.close()
        np.save(self._offsets_file, np.array(self._offsets, np.int64), allow_pickle=False)

    def cancel(self) -> None:
        """Close the file, whatever is in it."""
        self._file.close()


class FoldedTexts:
    """Reads the texts by number, from memory mapped to the file."""

    def __init__(self, folder: Path, name: str) -> None:
        self._offsets: NDArray[np.int64] = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
        with (folder / f"{name}.utf8").open("rb") as file:
            size = int(self._offsets[-1])
            self._bytes: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        if len(self._bytes) != size:
            raise ValueError(f"{name}.utf8 is not as long as {name}.npy says")

    def of(self, numbers: NDArray[np.int32]) -> Sequence[bytes]:
        """Return the texts numbered `numbers`, in UTF-8."""
        starts, ends = self._offsets[numbers].tolist(), self._offsets[numbers + 1].tolist()
        return [self._bytes[start:end] for start, end in zip(starts, ends, strict=True)]

    def close(self) -> None:
        """Let go of the file."""
        if isinstance(self._bytes, mmap.mmap):
            self._bytes.close()
