"""Print how fast reports are read, tokenised and indexed, how large the index is, and how long questions take."""

import argparse
import multiprocessing
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import measure_searching, measure_writing


def main() -> None:
    """Measure at each size, writing and searching each in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[20_000, 100_000], help="paragraphs")
    parser.add_argument("--keep", type=Path, help="leave the index in this folder")
    arguments = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    for size in arguments.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            folder = arguments.keep or Path(temporary)
            for measure in (measure_writing, measure_searching):
                process = context.Process(target=measure, args=(folder, size))
                process.start()
                process.join()
                if process.exitcode:
                    sys.exit(process.exitcode)


if __name__ == "__main__":
    main()
