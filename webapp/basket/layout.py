"""How Chinese offices lay a document out (GB/T 9704): page, typefaces and styles, as WordprocessingML.

Every style names its typefaces itself, the East-Asian one included, and none comes from a theme: a theme's East-Asian
font is empty where Office is not Chinese, and the text then falls to whatever Latin font stands beside it.
"""

from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import quoteattr

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Final = f'xmlns:w="{W}" xmlns:r="{R}"'


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface for Chinese and the one for Latin letters and digits between it.

    `others` are names it goes by elsewhere and then those that may stand in for it, best first.
    """

    name: str
    others: tuple[str, ...]
    family: Literal["roman", "modern", "swiss", "script"]
    latin: str = "Times New Roman"

    def fonts(self, *, chinese: bool) -> str:
        """Return the w:rFonts of a run.

        “ ” ‘ ’ … — · are in Latin fonts too. In a Chinese run they are Chinese twice over: by the hint, which Word and
        WPS go by, and because no other font is named, for programs that do not know the hint.
        """
        latin = quoteattr(self.name if chinese else self.latin)
        hint = ' w:hint="eastAsia"' if chinese else ""
        return f"<w:rFonts{hint} w:ascii={latin} w:hAnsi={latin} w:eastAsia={quoteattr(self.name)} w:cs={latin}/>"


XIAO_BIAO_SONG: Final = Face(
    "方正小标宋简体",
    ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "宋体", "SimSun", "Noto Serif CJK SC"),
    "roman",
)
FANG_SONG: Final = Face("仿宋", ("仿宋_GB2312", "FangSong", "FangSong_GB2312", "华文仿宋", "STFangsong"), "modern")
KAI: Final = Face("楷体", ("楷体_GB2312", "KaiTi", "KaiTi_GB2312", "华文楷体", "STKaiti"), "script")
HEI: Final = Face("黑体", ("SimHei", "华文黑体", "STHeiti", "Noto Sans CJK SC"), "swiss")
SONG: Final = Face("宋体", ("SimSun", "华文宋体", "STSong", "Noto Serif CJK SC"), "roman", latin="宋体")

FACES: Final = (FANG_SONG, KAI, HEI, SONG, XIAO_BIAO_SONG)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: `points` is the size of its characters, `paragraph` what stands in its w:pPr."""

    id: str
    name: str
    face: Face
    points: int
    paragraph: str
    spacing: int = 0  # between characters, in twentieths of a point

    @property
    def xml(self) -> str:
        """The w:style. All but Normal build on it."""
        based = "" if self.id == "Normal" else '<w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>'
        half_points = 2 * self.points
        default = ' w:default="1"' if self.id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.id}"><w:name w:val="{self.name}"/>{based}'
            f"<w:qFormat/><w:pPr>{self.paragraph}</w:pPr>"
            f"<w:rPr>{self.face.fonts(chinese=False)}"
            f'<w:spacing w:val="{self.spacing}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
            "</w:rPr></w:style>"
        )


_TO_FIT_28: Final = -5  # 28 characters of 16 points on a line of 442.2: each gives away a quarter of a point
# Lengths are twentieths of a point: lines of 28 points are 560, two characters of 16 points 640.
_INDENTED: Final = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_NOT_PARTED: Final = "<w:keepNext/><w:keepLines/>"

NORMAL: Final = Style(
    "Normal",
    "Normal",
    FANG_SONG,
    16,
    '<w:widowControl w:val="0"/><w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="exact"/>'
    '<w:jc w:val="both"/>',
)
BODY: Final = Style("BodyText", "Body Text", FANG_SONG, 16, _INDENTED, _TO_FIT_28)
TITLE: Final = Style(
    "Title",
    "Title",
    XIAO_BIAO_SONG,
    22,
    f'{_NOT_PARTED}<w:spacing w:line="640" w:lineRule="exact"/><w:jc w:val="center"/>',
)
DATE: Final = Style("Date", "Date", KAI, 16, f'{_NOT_PARTED}<w:spacing w:after="560"/><w:jc w:val="center"/>')
HEADING_1: Final = Style(
    "Heading1", "heading 1", HEI, 16, f'{_NOT_PARTED}{_INDENTED}<w:outlineLvl w:val="0"/>', _TO_FIT_28
)
HEADING_2: Final = Style(
    "Heading2", "heading 2", KAI, 16, f'{_NOT_PARTED}{_INDENTED}<w:outlineLvl w:val="1"/>', _TO_FIT_28
)
STATUS: Final = Style("SourceStatus", "原文状态", HEI, 14, '<w:ind w:left="640"/>')
NOTE: Final = Style(
    "Note",
    "批注",
    KAI,
    14,
    '<w:widowControl/><w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="808080"/></w:pBdr>'
    '<w:spacing w:line="480" w:lineRule="exact"/><w:ind w:left="640"/>',
)
SOURCE: Final = Style(
    "SourceEntry",
    "资料来源",
    FANG_SONG,
    12,
    '<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="640"/></w:tabs>'
    '<w:spacing w:after="120" w:line="400" w:lineRule="exact"/><w:ind w:left="640" w:hanging="640"/>'
    '<w:jc w:val="left"/>',
)
REMARK: Final = Style(
    "Remark",
    "说明",
    KAI,
    12,
    '<w:keepLines/><w:spacing w:before="240" w:line="400" w:lineRule="exact"/>'
    '<w:ind w:firstLineChars="200" w:firstLine="480"/>',
)
FOOTER: Final = Style("Footer", "footer", SONG, 14, '<w:spacing w:line="240" w:lineRule="auto"/>')

STYLES: Final = (NORMAL, BODY, TITLE, DATE, HEADING_1, HEADING_2, STATUS, NOTE, SOURCE, REMARK, FOOTER)

LINK: Final = '<w:color w:val="1F3F8F"/>'  # dark enough to stay black on a black-and-white printer
RAISED: Final = '<w:vertAlign w:val="superscript"/>'

PAGE: Final = (
    f"<w:sectPr {NAMESPACES}>"
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1417" w:gutter="0"/>'
    '<w:cols w:space="425"/><w:docGrid w:linePitch="560"/></w:sectPr>'
)


def styles_xml() -> str:
    """Return the styles of a document, its defaults first."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{FANG_SONG.fonts(chinese=False)}"
        '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    link = (
        f'<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr>{LINK}</w:rPr></w:style>'
    )
    return f"<w:styles {NAMESPACES}>{defaults}{''.join(style.xml for style in STYLES)}{link}</w:styles>"


def settings_xml() -> str:
    """Return the settings: Chinese marks closed up, page numbers of even pages on their outer side, as Word 2010 on."""
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table_xml() -> str:
    """Return what stands in for a typeface that is not installed: others of the same cut, then of the same kind."""
    fonts = "".join(
        f"<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(','.join(face.others))}/>"
        f'<w:charset w:val="86"/><w:family w:val="{face.family}"/><w:pitch w:val="variable"/></w:font>'
        for face in FACES
    )
    return f"<w:fonts {NAMESPACES}>{fonts}</w:fonts>"
