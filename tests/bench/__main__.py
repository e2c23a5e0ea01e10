"""Measure Xianli beside stock Whoosh, SQLite FTS5 and tantivy: the same corpus, tokens and questions in one run."""

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from tests.bench import adding, corpora, opening, raw, serving, timing
from tests.bench.indexing import ENGINES, OURS, forget, index
from tests.bench.machine import apart, described
from tests.bench.page import printed
from tests.bench.questions import of_corpus
from tests.bench.tokens import prepare

_SIZES = (10_000, 20_000, 100_000, 300_000, 1_000_000)
_MOST_FOR_WHOOSH = 100_000  # paragraphs, unless it is asked for: a million take a quarter of an hour
_RAW = 10_000
_SERVED = 100_000
EXTRAS = ("raw", "adding", "http")


def main() -> None:
    """Measure what is asked for, and keep the figures beside those of other sizes."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = (arguments.scratch or Path(temporary)).absolute()
        scratch.mkdir(parents=True, exist_ok=True)
        kept = arguments.results or scratch / "results.json"
        results: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {"sizes": {}}
        machine = described(corpora.name())
        for size in arguments.sizes:
            engines = [name for name in ENGINES if name in arguments.engines and _fits(name, size, arguments)]
            results["sizes"][str(size)] = {"machine": machine, **_measure(scratch, size, engines, arguments)}
            _keep(kept, results)
        for extra in arguments.extras:
            results[extra] = {"machine": machine, **_extra(extra, scratch, arguments)}
            _keep(kept, results)
        print(printed(results))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=_SIZES, help="paragraphs")
    parser.add_argument("--scratch", type=Path, help="keep tokens and indexes in this folder and use them again")
    parser.add_argument("--results", type=Path, help="the file of figures (default: in the scratch folder)")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=ENGINES)
    parser.add_argument("--again", nargs="+", choices=ENGINES, default=[], help="build these indexes anew")
    parser.add_argument("--extras", nargs="*", choices=EXTRAS, default=EXTRAS, help="what is measured beside searching")
    parser.add_argument("--whoosh-million", action="store_true", help="stock Whoosh at more than 100,000, too")
    parser.add_argument("--core", type=int, default=0, help="the core that one-core figures are taken on")
    return parser.parse_args()


def _fits(engine: str, size: int, arguments: argparse.Namespace) -> bool:
    return not engine.startswith("Whoosh") or size <= _MOST_FOR_WHOOSH or arguments.whoosh_million


def _keep(kept: Path, results: dict[str, Any]) -> None:
    kept.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _measure(scratch: Path, size: int, engines: list[str], arguments: argparse.Namespace) -> dict[str, Any]:
    tokens, core = prepare(scratch, size), arguments.core
    folders = {engine: scratch / f"index-{tokens.name}" / engine.replace(" ", "-") for engine in engines}
    for engine in set(arguments.again) & set(engines):
        forget(folders[engine])
    indexing = {engine: index(engine, tokens, folder, core) for engine, folder in folders.items()}
    chosen = apart(of_corpus, tokens)
    questions = [
        *(("plain", question) for question in chosen.plain),
        *(("filtered", question) for question in chosen.filtered),
        *(("phrase", question) for question in chosen.phrases),
    ]
    found: dict[str, Any] = {"indexing": indexing, "replaced": chosen.replaced}
    found |= apart(timing.ask, folders, questions, core=core)
    if OURS in folders:
        found["opening"] = apart(opening.open_and_ask, folders[OURS], [question for _, question in questions])
    return found


def _extra(extra: str, scratch: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    if extra == "raw":
        return raw.measure(_RAW)
    if extra == "adding":
        return adding.add(scratch, _SERVED)
    tokens = prepare(scratch, _SERVED)
    folder = scratch / f"index-{tokens.name}" / OURS
    index(OURS, tokens, folder, arguments.core)
    addresses = scratch / "searches.txt"
    addresses.write_text("\n".join(apart(serving.of_corpus, tokens)) + "\n", encoding="utf-8")
    return serving.serve(folder, addresses)


if __name__ == "__main__":
    main()
