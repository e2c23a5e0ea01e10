"""The fields that Whoosh sees of our segments, of Whoosh's own types: reading the schema needs nothing of ours."""

from collections.abc import Sequence
from typing import Any, Final

from whoosh import analysis, columns, fields

from indexer.engines.whoosh.segment import BODY, COLUMNS, COUNTED, ID, STORED, TEXT_HASH
from indexer.text import FENCE

INDEX_NAME: Final = "MAIN"  # which Whoosh looks for when it is told no name
_UNIT: Final = f"{FENCE}[^{FENCE}]+{FENCE}|[^{FENCE}]"  # of folded text, as text.units() cuts it


def make() -> fields.Schema:
    """Return the schema. Terms of `characters` and `pairs` are of folded text: whoever asks for them folds first."""
    made: dict[str, fields.FieldType] = {name: fields.STORED() for name in STORED}
    made |= {name: fields.KEYWORD(scorable=True) for name in COUNTED}
    made |= {name: _column(name) for name in COLUMNS}
    made[BODY] = fields.TEXT(analyzer=analysis.RegexTokenizer(_UNIT))
    made[ID] = fields.ID(stored=True, unique=True)
    made[TEXT_HASH] = fields.ID()
    return fields.Schema(**made)


def _column(name: str) -> fields.FieldType:
    """Return a field that is stored, sorts and groups, and has no terms."""
    if name == "year":
        field = fields.COLUMN(columns.NumericColumn("H", default=0))  # 0 is no year
        field.stored = True
    else:  # COLUMN would give bytes, where this gives strings
        field = fields.FieldType(format=None, analyzer=None, stored=True, sortable=columns.RefBytesColumn())
        field.indexed = False
    return field


def column_values(name: str, labels: Sequence[str]) -> list[Any]:
    """Return what Whoosh's columns hold for `labels` of one of COLUMNS; an empty one stands for no value."""
    field = _column(name)
    missing = field.column_type.default_value()
    value = int if name == "year" else field.to_column_value
    return [value(label) if label else missing for label in labels]
