"""Reading values out of pypdf's objects, whatever a file has in their place; and matrices, as PDF multiplies them."""

import math
from typing import Any, Final

from pypdf.generic import DictionaryObject

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def resolved(value: Any) -> Any:
    """Return what a reference refers to; anything else as it is."""
    return value.get_object() if hasattr(value, "get_object") else value


def number(value: Any) -> float:
    """Return a number; 0 for what is none."""
    plain = resolved(value)
    return float(plain) if isinstance(plain, (int, float)) else 0.0


def dictionary(holder: DictionaryObject, key: str) -> DictionaryObject:
    """Return the dictionary (or stream) under `key`; an empty one where there is none."""
    value = resolved(holder.get(key))
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def array(holder: DictionaryObject, key: str) -> list[Any]:
    """Return the values of the array under `key`; none where there is none."""
    value = resolved(holder.get(key))
    return list(value) if isinstance(value, list) else []


def matrix(operands: list[Any]) -> Matrix | None:
    """Return the matrix that six numbers make."""
    values = [number(value) for value in operands[:6]]
    return (values[0], values[1], values[2], values[3], values[4], values[5]) if len(values) == 6 else None


def times(m: Matrix, n: Matrix) -> Matrix:
    """Return the matrix that does `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def point(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where `m` puts a point."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def are_finite(*values: float) -> bool:
    """Tell whether numbers are places: neither infinite nor none."""
    return all(map(math.isfinite, values))
