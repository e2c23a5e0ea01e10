"""All that analysing takes, loaded on import, once for all the workers that are copied from the process that did.

The readers of other formats than text are not among it: a worker loads one when a file of it comes.
"""

from typing import Final

from indexer import text
from indexer.intake.sources import Source
from indexer.preparing import prepare

_SAMPLE: Final = """武汉市2020年法治政府建设情况报告

一、主要工作
（一）规范行政执法。全市评查案卷120件，依法行政水平稳步提升。
二、下一步打算
继续推进法治政府建设，深化行政复议体制改革。

武汉市人民政府
2021年1月15日"""

text.warm()
prepare(Source("sample.txt", _SAMPLE.encode(), ""))  # loads the tables that are read when first needed
