"""The query language explained, one row a rule, as the help page shows it; every example can be run."""

from dataclasses import dataclass
from typing import Final

from webapp.search.grammar import MAX_DEPTH, MAX_LENGTH, MAX_TERMS


@dataclass(frozen=True, slots=True)
class SyntaxRule:
    """One rule: its name and what it does, in Chinese and English, and an example to click."""

    name: str
    english_name: str
    example: str
    help: str
    english_help: str


SYNTAX: Final = (
    SyntaxRule(
        "几个词",
        "Several words",
        "行政复议 调解",
        "用空格隔开，每个词都要有。词可以在正文里，也可以在上面的标题、报告题名或地名里，但正文里至少有一个。"
        f"整个检索式最多 {MAX_LENGTH} 个字、{MAX_TERMS} 个词。",
        "Separated by blanks, all must occur: in the text, the headings above it, the title or the place's names, at "
        f"least one of them in the text. A query has at most {MAX_LENGTH} characters and {MAX_TERMS} words.",
    ),
    SyntaxRule(
        "原样的短语",
        "Exact phrase",
        "“双随机、一公开”",
        "加引号，按字原样查找，标点、空格和繁简不计，但不跨句。中文引号、英文引号和「」都可以。",
        "Quoted text is found character by character; marks, blanks and traditional forms do not matter, but it never "
        "runs across the end of a sentence.",
    ),
    SyntaxRule(
        "任一个词",
        "Either word",
        "行政复议 OR 行政应诉",
        "用 OR、或、| 连接，有一个即可。“或”前后要有空格，否则看作词的一部分。",
        "OR, 或 or |: one of them is enough. 或 counts only between blanks.",
    ),
    SyntaxRule(
        "排除",
        "Exclude",
        "行政复议 -体制",
        "减号紧挨着要排除的词；也可以写 NOT 或 非，前后要有空格。正文里有这个词的段落不列出。",
        "A minus right before the word, or NOT or 非 between blanks: paragraphs with it in their text are left out.",
    ),
    SyntaxRule(
        "括号",
        "Brackets",
        "(行政复议 OR 行政应诉) 负责人",
        f"先合后并。中文括号、英文括号都可以，最多套 {MAX_DEPTH} 层。",
        f"Group with brackets of either width, at most {MAX_DEPTH} deep.",
    ),
    SyntaxRule(
        "同一句",
        "In one sentence",
        "同句:(行政机关 出庭)",
        "这些词要在同一句里，句子以 。；！？ 为界。里面可以放引号短语。",
        "All of them within one sentence, which ends at 。；！？. Quoted phrases may stand inside.",
    ),
    SyntaxRule(
        "同一段",
        "In one paragraph",
        "同段:(法律顾问 “合法性审查”)",
        "这些词都要在这一段的正文里，标题和题名不算。",
        "All of them in the text of one paragraph; headings and title do not count.",
    ),
    SyntaxRule(
        "地区",
        "Place",
        "行政执法 地区:湖北",
        "名称可以不写“省”“市”“县”；也可以写代码，如 42、4212、421221。和在左边勾选一样。",
        "A name, with or without 省/市/县, or a code such as 42; the same as ticking it.",
    ),
    SyntaxRule(
        "年度",
        "Year",
        "行政复议 年度:2019..2023",
        "报告所述的年度，不是发布的年份。可以写一年，也可以写一段：2019..2023 或 2019-2023。",
        "The year reported on, not of publication: one, or a range as 2019..2023.",
    ),
    SyntaxRule(
        "章节",
        "Section",
        "年度考核 章节:党的领导",
        "章节的名称或其中几个字。",
        "A section by its name or part of it.",
    ),
    SyntaxRule(
        "种类",
        "Kind of report",
        "营商环境 种类:法治政府",
        "索引里还有其他年度报告（政府工作报告、政府信息公开年度报告等）时，只看其中一种；写名称或其中几个字。",
        "Where the index also holds other yearly reports: one kind of them, by its name or part of it.",
    ),
    SyntaxRule(
        "引证码",
        "Citation code",
        "FZ.421221.2020.G.7K2MQ4XA5D-X",
        "直接打开引证码所指的那一段；大小写、全角半角都可以。",
        "Opens the paragraph that the code names, in any case and width.",
    ),
    SyntaxRule(
        "数字和字母",
        "Numbers and letters",
        "99.91%",
        "数字和英文词是一个整体：99.91 找得到 99.91%，91 找不到；1256 找得到 1,256。不支持 * 和 ? 通配符。",
        "A number or Latin word is one unit: 99.91 finds 99.91%, 91 does not. There are no wildcards.",
    ),
)
