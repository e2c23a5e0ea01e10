"""What stands before the body of a file: the site's lines, labels, the title, a notice, a table of contents."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from indexer.contract import LineKind
from indexer.intake import titles
from indexer.intake.boilerplate import is_boilerplate
from indexer.intake.dates import western
from indexer.intake.forms import HEADING, VALUE_LINE, is_meta, is_short_sentence, opens_body
from indexer.intake.labels import lone_label, may_be_value
from indexer.intake.signatures import is_date_line, is_organisation
from indexer.intake.tail import signature_lines
from indexer.intake.title_lines import parts_above, title_lines

_FAR: Final = 300  # lines at the head among which the title and the labels stand
_PAGED: Final = re.compile(r"^[^。;]{2,80}?[\s.…·—-]+\d{1,3}$")
_NOTICE: Final = 12  # lines a notice may have above the report that it publishes


def read_head(shown: Sequence[str], used: Sequence[int]) -> dict[int, LineKind]:
    """Return the kinds of the lines before the body, and of the notice and contents at its beginning."""
    head = _before_body(shown, used)
    head |= _notice(shown, used, head)
    return head | _contents(shown, used)


def _before_body(shown: Sequence[str], used: Sequence[int]) -> dict[int, LineKind]:
    """Return the kinds of the lines before the body."""
    first = used[: _FAR + 1]
    end = next((at for at, i in enumerate(first) if opens_body(shown[i])), None)
    kinds: dict[int, LineKind] = {}
    region = list(first[:end])
    named = title_lines(shown, region)
    values = _values_below(shown, region, named)
    named -= values
    region = region[: _short_opening(shown, region, named, values, last=end is not None)]
    for i in region:
        if i in named:
            kinds[i] = "title"
        elif i in values or is_meta(shown[i]):
            kinds[i] = "meta"
        elif is_boilerplate(shown[i]):
            kinds[i] = "boilerplate"
    return _settle_unknown(shown, region, kinds)


def _short_opening(
    shown: Sequence[str], region: Sequence[int], named: set[int], values: set[int], *, last: bool
) -> int | None:
    """Return where in `region` a short sentence below a title opens the text, the last title or (not `last`) the first.

    Where no longer line opens the text, titles farther down may be those of other pages.
    """
    titled = [at for at, i in enumerate(region) if i in named]
    if not titled:
        return None
    below = range((titled[-1] if last else titled[0]) + 1, len(region))
    return next((at for at in below if region[at] not in values and is_short_sentence(shown[region[at]])), None)


def _notice(shown: Sequence[str], used: Sequence[int], head: Mapping[int, LineKind]) -> dict[int, LineKind]:
    """Return the kinds of a notice's title, text and signature, where the report it publishes stands below them."""
    rest = [i for i in used[: _FAR + 1] if i not in head][: _NOTICE + 2]
    own = [i for i in (*head, *rest[:1]) if titles.announces_report(shown[i])]
    rest = [i for i in rest if i not in own]
    at = next((at for at, i in enumerate(rest) if at and titles.split_title(shown[i])[0]), None)
    if not own or at is None or any(HEADING.match(western(shown[i])) for i in rest[:at]):
        return {}
    kinds: dict[int, LineKind] = dict.fromkeys(rest[:at], "body")
    kinds |= dict.fromkeys(signature_lines(shown, rest[:at]), "signature")
    above = own[0] - 1
    of_whom = [above] if shown[own[0]].startswith("关于") and above in head and is_organisation(shown[above]) else []
    kinds |= dict.fromkeys((*of_whom, *own), "title")
    return kinds | dict.fromkeys((rest[at], *parts_above(shown, rest[1:at], rest[at])), "title")


def _contents(shown: Sequence[str], used: Sequence[int]) -> dict[int, LineKind]:
    """Return the lines of a table of contents as boilerplate: under 目录, headings with pages, or that come again."""
    start = next((at for at, i in enumerate(used[:_FAR]) if re.sub(r"\s+", "", western(shown[i])) == "目录"), None)
    if start is None:
        return {}
    again = Counter(shown[i] for i in used[start : start + 2 * _FAR])
    listed: dict[str, int] = {}
    for i in used[start + 1 : start + _FAR]:
        if shown[i] in listed or not (_PAGED.search(shown[i]) or again[shown[i]] > 1):
            break
        listed[shown[i]] = i
    return dict.fromkeys((used[start], *listed.values()), "boilerplate") if len(listed) > 1 else {}


def _settle_unknown(shown: Sequence[str], region: Sequence[int], kinds: dict[int, LineKind]) -> dict[int, LineKind]:
    """Give the lines no rule knows a kind: the site's before title and labels, the author's or text behind them."""
    last = max((at for at, i in enumerate(region) if i in kinds), default=-1)
    for at, i in enumerate(region):
        if i in kinds:
            continue
        if at < last:
            kinds[i] = "signature" if _is_caption(shown, region, kinds, at) else "boilerplate"
        elif last >= 0 and _is_caption(shown, region, kinds, at):
            kinds[i] = "signature"
        elif last >= 0 and at == last + 1 and is_organisation(shown[i]):
            kinds[i] = "meta"
    for i in region:
        if i in kinds and is_date_line(shown[i]):
            before = [j for j in region if j < i]
            if before and kinds.get(before[-1]) == "signature":
                kinds[i] = "signature"
    # What no rule knows behind the last title is text: an unnumbered heading, say. All that follows is body too.
    body = next((at for at, i in enumerate(region) if i not in kinds), len(region))
    return {i: kinds[i] for i in region[:body]}


def _is_caption(shown: Sequence[str], region: Sequence[int], kinds: dict[int, LineKind], at: int) -> bool:
    """Tell whether a line is the organisation set under the title, a date beside it."""
    titled = any(kinds.get(i) == "title" for i in region[:at])
    if not titled or not is_organisation(shown[region[at]]):
        return False
    beside = [region[j] for j in (at - 1, at + 1) if 0 <= j < len(region)]
    return any(is_date_line(shown[i]) for i in beside)


def _values_below(shown: Sequence[str], region: Sequence[int], named: set[int]) -> set[int]:
    """Return the lines that are values of a label on the line above.

    A title under 内容概述 is such a value if the report's own title follows.
    """
    found: set[int] = set()
    for above, i in pairwise(region):
        label = lone_label(shown[above])
        if above in found or label is None or label in ("visits", "tools"):
            continue
        if i in named and not (label in ("abstract", "title") and any(j > i for j in named)):
            continue
        if len(shown[i]) <= VALUE_LINE and may_be_value(label, shown[i]):
            found.add(i)
    return found
