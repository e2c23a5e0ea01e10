"""Whether JSON has the shape of a dataclass: what comes from a file may be anything."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeAlias, get_args, get_origin, get_type_hints

_Hint: TypeAlias = Any  # a type, or a form of one that typing knows


def fits(value: object, hint: _Hint) -> bool:
    """Tell whether the JSON `value` is what records.written() makes of something of the type `hint`."""
    if get_args(hint):
        return _fits_form(value, get_origin(hint), get_args(hint))
    if isinstance(hint, type) and is_dataclass(hint):
        return fits_fields(value, _fields(hint))
    if hint is date:
        return isinstance(value, str) and _is_date(value)
    return type(value) is hint


def _fits_form(value: object, form: _Hint, arguments: tuple[_Hint, ...]) -> bool:
    if form is Literal:
        return value in arguments
    if form is tuple:
        return isinstance(value, list) and all(fits(one, arguments[0]) for one in value)
    if form is Mapping:
        return isinstance(value, dict) and all(fits(one, arguments[1]) for one in value.values())
    return any(fits(value, one) for one in arguments)  # X | None


def fits_fields(value: object, fields: Mapping[str, _Hint]) -> bool:
    """Tell whether `value` has exactly these fields in this order, each as its hint says."""
    return (
        isinstance(value, dict)
        and list(value) == list(fields)
        and all(fits(value[name], hint) for name, hint in fields.items())
    )


@cache
def _fields(dataclass: _Hint) -> Mapping[str, _Hint]:
    return get_type_hints(dataclass)


def fields_of(dataclass: type, *, but: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> Mapping[str, _Hint]:
    """Return the fields of a dataclass and their types: without some, or some in the order given."""
    fields = _fields(dataclass)
    return {name: fields[name] for name in only or fields if name not in but}


def _is_date(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
