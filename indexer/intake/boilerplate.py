"""What government sites print around a document: navigation, tools, counters, related links, the site's footer.

Only lines at the head and tail of a file are held against these rules; inside a report the same words are text.
"""

import re
from importlib import resources
from typing import Final

from indexer.intake.dates import western

_SENTENCES: Final = 4  # full stops in a line that is text, though a page's first words were joined to it
_MAX_LINE: Final = 300  # characters; longer lines are text, whatever they begin with


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


# Where a line of text may start: 一、 （一） 一是 1. （1） ① 第一，
_ITEM: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是要]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,2},"
)
_SENTENCE: Final = re.compile("[。;][”’』」)]?")
_FILE: Final = r"\.(?:docx?|pdf|xlsx?|wps|ofd|zip|rar|jpg|png)\W*$"

_ENDED: Final = r"(?=[^\u4e00-\u9fff]|.{0,6}$)"  # behind words that a sentence may begin with, too
_BY_PHONE: Final = (
    r"^\W*(?:请|您|可|用|使用|打开|点击|长按|识别|关注|分享|[到至在的、,/\s]|手机|微信|支付宝|微博|QQ|客户端|移动端?|文章|本文"
    r"|本页|页面|网站|网页|公众号|政务|官方|关闭)*"
)

_BREADCRUMB: Final = _any(
    r"^\W*[您你]?(?:现在|当前|目前)?(?:的|所在|所处)*(?:位置|栏目)[是为]?\s*[:>»›]",
    r"^\W*[您你](?:现在|当前)?(?:在|所在)",
    r"^\W*(?:网站)?(?:首页|主页)\s*(?:[>»›→≫▶/\\|·-]|$)",
    r"^(?:[^>»›。]{1,20}[>»›]+\s*)+[^>»›。]{0,40}$",
)

# What only a site says, be it in whole sentences.
_SITE: Final = _any(
    r"^\W*版权所有|版权所有\s*:|copyright|©|all rights reserved|ICP\s*[备证]|网安备|网站标识码|标识码\s*:",
    r"即将离开|如有侵权|侵权.{0,10}删除|^\W*(?:免责)?声明\s*:\s*本|您访问的链接|^\W*本(?:网|网站|站)(?:所有|所载|内容|发布|声明|刊载|支持|页)",
    r"未经.{0,20}(?:许可|授权|同意).{0,16}(?:转载|复制|镜像|链接|摘编)|转载.{0,10}注明",
    r"您(?:的|使用的|当前的?)?浏览器|分辨率|(?:建议|推荐)(?:您)?使用.{0,30}浏览器|JavaScript|Cookies?",
    r"将(?:网页|本页|页面|文章|本文).{0,4}分享|(?:扫一扫|扫码|扫描|二维码).{0,14}(?:当前页|本页|此页|本文|朋友圈)",
    r"^\W*更多.{0,10}(?:关注|点击|访问)|^\W*[上下前后][一1][篇条页则个]\s*:",
    r"^\W*您(?!.{0,20}(?:现在|当前|所在)?(?:的)?位置)|(?:登录|注册)后.{0,6}(?:评论|发表)",
    r"^\W*(?:抄送|抄报|主送|联系(?:人|电话|方式)|咨询电话|地址|邮编)\s*:",
)

# Where one of these stands at the tail, what follows is the site's, unless it is plainly text again.
_TURN: Final = _any(
    # other pages
    rf"^\W*(?:相关|相邻|同类|关联|更多)(?:文章|链接|信息|稿件|新闻|阅读|推荐|报道|内容|文件|解读|政策|附件|专题|文档|资讯){_ENDED}",
    r"^\W*(?:延伸|推荐|拓展)阅读",
    rf"^\W*(?:热门|热点|最新|推荐)(?:文章|信息|推荐|新闻|资讯|公开){_ENDED}",
    r"^\W*[上下前后][一1](?:[篇条页则]|个\W)",
    r"^\W*(?:一图读懂|一图看懂|一张图|图说|图解|简明问答|政策问答|解读材料|解读链接|(?:政策)?原文(?:链接)?)\s*[:|丨>《]",
    r"^\W*(?:一图|图文|文字|文件|视频|音频|动漫|专家|部门|媒体|政策|相关)?解读\s*[:|丨>《]",
    # tools
    rf"{_BY_PHONE}[“\W]?(?:扫一扫|扫码|扫描|二维码)",
    r"^\W*(?:分享|转发|推荐)(?:到|至|按钮|此页|本页|$)",
    rf"{_BY_PHONE}(?:手机|微信)[上端]?(?:扫|查看|打开|浏览)",
    r"^\W*(?:打印|关闭|收藏|纠错|复制链接)(?=\W|$|[本此该当页窗正文])|(?:打印|关闭)(?:本页|此页|窗口|页面|本窗口|文章|该页|正文)",
    r"^\W*返回(?:顶部|首页|列表|上一页|上级)|回到顶部",
    r"是否(?:确认)?继续|请(?:确认)?继续|继续访问",
    r"^\W*(?:责任编辑|编辑|审核|校对|供稿|来源)\s*:?\s*$",
    # footer
    r"^\W*(?:网站)?(?:主办|承办|协办|运行|运维|维护|技术支持|建设)(?:单位|部门|方)?\s*:",
    r"^\W*(?:主办|承办)\s*[^,。]{0,20}$|^\W*[\u4e00-\u9fff]{4,30}(?:主办|主管|承办|承建|维护)(?=\W|$)",
    r"技术支持\s*:|^\W*技术支持|版权声明|浏览器.{0,30}(?:浏览|访问|使用|效果)",
    r"(?:请|可|欢迎)(?:拨打|致电|联系)\D{0,16}\d{3,}",
    r"^\W*(?:网站|站点)(?:地图|导航|声明|管理|帮助|无障碍)",
)
_ASIDE: Final = _any(
    # clock and weather
    r"^\W*(?:今天|今日|现在|当前时间|北京时间)[是为]?\s*:?\s*(?:\d|星期)",
    r"天气(?:预报)?\s*:|^\W*(?:晴|阴|多云|小雨|阵雨).{0,12}[℃度]|\d\s*[~～-]\s*-?\d+\s*℃",
    r"^\W*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}日?[\s,:\d]*(?:星期|周[一二三四五六日]|农历)|^\W*(?:星期|周)[一二三四五六日天]\W*$|农历",
    # banner
    r"IPv6|^\W*欢迎(?:您|你|访问|光临|来到|登录|使用|关注)",
    rf"^\W*(?:无障碍|长者|适老|关怀|老年|大字|简体|繁体|English|智能|手机版|电脑版|移动版|客户端){_ENDED}",
    r"^\W*(?:走进|走近|魅力|印象|认识|感知)[\u4e00-\u9fff]{2,14}$",
    rf"^\W*(?:登录|注册|搜索|请输入|站内搜索|高级搜索|检索|热搜词?|搜索热词|热门搜索|热词){_ENDED}",
    r"(?:政府|门户|官方|政务|公开)网(?:站)?\W*$",
    # counters and tools
    r"(?:浏览|阅读|评论|点赞|转发|收藏)(?:量|数|次数)?\s*[(\[]\s*\d*\s*次?[)\]]",
    r"您是(?:本站)?第?\s*\d|访问(?:本站|总量|人数)",
    r"(?:浏览|阅读|点击|访问|查看)(?:次数|人数|[量数率次])?\s*:?\s*\[?\d*\]?\s*次?\W*$",
    r"^\W*(?:字体|字号|文字大小|视力保护色|保护视力色|背景色|朗读|语音播报|听全文|播放)",
    r"^[\W_]*(?:特?大|中|小|默认)(?:[\W_]+(?:特?大|中|小|默认|超大))+[\W_]*$",
    rf"^\W*(?:微信|微博|新浪微博|腾讯微博|QQ空间|QQ好友|朋友圈|公众号|抖音){_ENDED}",
    rf"^\W*(?:政府|我要|网站|内容)?(?:网站)?(?:纠错|找错){_ENDED}",
    # attachments and what offices print below a document
    rf"^\W*附件\s*(?:下载|\d*\s*:)?.{{0,60}}{_FILE}|^\W*附件下载|^\W*下载\W*$|^\W*[\w《》()-]{{0,60}}{_FILE}",
    r"^\W*此件.{0,6}公开(?:发布)?\W*$|^\(公开..:.{0,6}公开\)$|印发\W*$|^\W*抄送\s*:",
    # footer
    r"^\W*(?:中国政府网|国务院部门网站|地方政府网站|县区网站|友情链接|部门网站|常用链接|快速导航|快捷导航)",
    r"^\W*(?:地址|邮编|邮政编码|电话|传真|邮箱|联系(?:人|电话|地址|我们)|监督电话|举报电话|服务热线|值班电话)\s*:?\s*[^。]{0,60}$",
    r"免责声明|隐私(?:保护|声明|政策)|https?://\S+\W*$|^\W*www\.|^\W*正文\W*$|^\W*(?:TOP|END|全文完|完)\W*$|^[\W_\d]*$",
)


def _read_words() -> frozenset[str]:
    text = resources.files("indexer.data").joinpath("navigation.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


_WORDS: Final = _read_words()
_BETWEEN: Final = re.compile(r"[\s|·•>»›/\\【】\[\]()■◆●<《》:_,、-]+")


def is_boilerplate(line: str) -> bool:
    """Tell whether a line at the head or tail of a page is the site's and not the document's."""
    if len(line) > _MAX_LINE:
        return False
    plain = western(line.strip())
    if plain.count("。") >= _SENTENCES:
        return False
    if _SITE.search(plain) or _BREADCRUMB.search(plain):
        return True
    return not _is_prose(plain) and bool(_TURN.search(plain) or _ASIDE.search(plain) or _menu(plain))


def turns_to_site(line: str) -> bool:
    """Tell whether a line at the tail marks the end of the document: related links, tools, the footer."""
    if len(line) > _MAX_LINE:
        return False
    plain = western(line.strip())
    return bool(_SITE.search(plain)) or (not _is_prose(plain) and _TURN.search(plain) is not None)


def is_site_sentence(line: str) -> bool:
    """Tell whether a line holds what only a site says (未经许可，不得转载), be it a whole sentence."""
    return len(line) <= _MAX_LINE and _SITE.search(western(line.strip())) is not None


def _is_prose(plain: str) -> bool:
    """Tell whether a line reads like text, whatever of a site's words it holds: an item, or a sentence with its end."""
    if re.search(_FILE, plain):
        return False
    return bool(_ITEM.match(plain) or _SENTENCE.search(plain)) or plain.count(",") >= 3


def _menu(plain: str) -> bool:
    """Tell whether a line is made of words from menus alone: 首页 | 政务公开 | 政民互动."""
    words = [word for word in _BETWEEN.split(plain) if word]
    return bool(words) and sum(len(word) for word in words if word in _WORDS) * 2 > sum(map(len, words))
