"""What a run refused, for programs and for whoever puts the files in order: rejected.jsonl in the index folder."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from indexer.intake.sources import Rejection

NAME: Final = "rejected.jsonl"
_ADVICE: Final = re.compile(r"[，；。](?=请)")
USUAL_ADVICE: Final = '请用 xianli inspect 文件名 查看依据；确是报告的，在附带文件 文件名.meta.toml 里写 kind = "law"'


def write(index: Path, rejections: Sequence[Rejection]) -> Path:
    """Write a line for each file: its path, the reason, and what to do. Replaces those of the last run at once."""
    lines = [_line(one) for one in sorted(rejections, key=lambda one: one.path)]
    target = index / NAME
    temporary = index / f"{NAME}.tmp"
    temporary.write_text("".join(lines), encoding="utf-8")
    return temporary.replace(target)


def _line(rejection: Rejection) -> str:
    reason, _, advice = rejection.reason, "", ""
    match = _ADVICE.search(rejection.reason)
    if match:
        reason, advice = rejection.reason[: match.start()], rejection.reason[match.end() :]
    fields = {"file": rejection.path, "reason": reason, "what_to_do": advice or USUAL_ADVICE}
    return json.dumps(fields, ensure_ascii=False) + "\n"
