"""Which lines are the document's: nothing of the text is lost; menus and other pages' headlines are left out."""

import pytest

from indexer.intake.readers.html import read

HEAD = "嘉鱼县2021年度法治政府建设情况报告"
TEXT = [
    "2021年，全县坚持依法行政，法治政府建设取得新成效，现将有关情况报告如下。",
    "一、主要工作",
    "（一）规范行政执法。落实三项制度，评查案卷120件，办理行政复议案件32件，群众满意度不断提升。",
    "二、下一步打算",
    "加大普法力度，推进多元化解矛盾纠纷，继续加强法治政府建设，健全重大行政决策程序。",
]
BODY = "".join(f"<p>{line}</p>" for line in TEXT)
MENU = "<ul>" + "".join(f"<li><a href='/{at}/'>栏目{at}</a></li>" for at in range(9)) + "</ul>"
NEWS = "".join(
    f"<li><a href='{at}.html'>我县召开第{at}次推进会，部署重点工作，研究有关事项</a></li>" for at in range(9)
)
ABSTRACT = "邻县召开会议，研究部署全年重点工作，强调要提高认识，压实责任，确保完成目标任务。"


def lines(page: str) -> list[str]:
    return read(page.encode()).text.split("\n")


@pytest.mark.parametrize(
    "box",
    [
        "<div id=zoom>{}</div>",
        "<div id='Zoom'>{}</div>",
        "<div class='view TRS_UEDITOR trs_paper_default'>{}</div>",
        "<div class=TRS_Editor><div class=Custom_UnionStyle>{}</div></div>",
        "<div id=UCAP-CONTENT>{}</div>",
        "<div id=vsb_content_2><div class=v_news_content>{}</div></div>",
        "<td class='bt-content'>{}</td>",
        "<div class='pages_content'>{}</div>",
        "<article>{}</article>",
        "<div class=k9><div class=z3>{}</div></div>",
        "<td>{}</td>",
        "<section>{}</section>",
        "{}",
    ],
)
@pytest.mark.parametrize(
    "around", ["<div class=nav>{}</div>", "<nav>{}</nav>", "<div class=m1>{}</div>", "<td>{}</td>"]
)
def test_text_is_kept_and_menus_are_left_out(box, around):
    page = f"<body>{around.format(MENU)}<h1>{HEAD}</h1>{box.format(BODY)}<div class=b>{MENU}</div></body>"
    assert lines(page) == [HEAD, *TEXT]


@pytest.mark.parametrize(
    "site",
    [
        f"<div class=right><ul>{NEWS}</ul></div>",
        f"<div class='x-related'><h3>相关信息</h3><ul>{NEWS}</ul></div>",
        f"<aside><p>{ABSTRACT}</p></aside>",
        f"<div id=leftMenu>{MENU}</div>",
        "<div class=footer><p>主办：嘉鱼县人民政府</p><p>电话：0715-1234567</p></div>",
        f"<table class=t><tr><td>{MENU}</td></tr></table>",
        f"<table><tr>{''.join(f'<td><a href={at}.asp>栏目{at}</a></td>' for at in range(8))}</tr></table>",
        f"<div class=page_foot><p>{ABSTRACT}</p></div>",
    ],
)
def test_lists_of_other_pages_and_footers_are_left_out(site):
    long = BODY.replace("</p>", "全面推进依法行政，不断提高政府治理能力。</p>") * 3
    for page in (f"{site}<h1>{HEAD}</h1><div id=zoom>{long}</div>", f"<h1>{HEAD}</h1><div class=q>{long}</div>{site}"):
        found = lines(page)
        assert found[0] == HEAD
        assert len(found) == 1 + 3 * len(TEXT)


HEAD_LINES = [
    "您现在的位置：首页 > 政务公开 > 计划总结",
    "| 索引号 | 01105619X/2021-02947 | 发布机构 | 嘉鱼县司法局 |",
    HEAD,
    "发布日期：2022-01-13 来源：县司法局 浏览次数：12",
]
TAIL_LINES = [
    "嘉鱼县人民政府",
    "2022年1月10日",
    "附件：1.统计表.xlsx",
    "2.清单.docx",
    "责任编辑：张三",
    "扫一扫在手机上查看当前页面",
]


def test_head_and_tail_stand_on_the_page_as_they_did():
    page = f"""<div class=header><div class=nav>{MENU}</div></div>
    <div class=crumbs>您现在的位置：<a href=/>首页</a> &gt; <a href=/z>政务公开</a> &gt; <a href=/j>计划总结</a></div>
    <div class=content-top><table><tr><td>索引号<td>01105619X/2021-02947<td>发布机构<td>嘉鱼县司法局</table>
    <h2>{HEAD}</h2><p><span>发布日期：2022-01-13</span> <span>来源：县司法局</span> <span>浏览次数：12</span></p></div>
    <div class=TRS_Editor>{BODY}</div>
    <div class=sign><p>嘉鱼县人民政府</p><p>2022年1月10日</p></div>
    <ul class=fj><li>附件：<a href=a.xlsx>1.统计表.xlsx</a></li><li><a href=b.docx>2.清单.docx</a></li></ul>
    <p>责任编辑：张三</p><div class=ewm>扫一扫在手机上查看当前页面</div>
    <div class=links>{MENU}</div>"""
    assert lines(page) == [*HEAD_LINES, *TEXT, *TAIL_LINES]


@pytest.mark.parametrize("name", ["nav", "footer", "sidebar", "related", "search", "left-menu"])
def test_text_is_never_lost_by_the_name_of_its_box(name):
    assert lines(f"<body><div class={name}><h1>{HEAD}</h1>{BODY}</div></body>") == [HEAD, *TEXT]
    assert lines(f"<body><{name}><h1>{HEAD}</h1>{BODY}</{name}></body>") == [HEAD, *TEXT]


def test_a_known_box_that_holds_little_of_the_text_is_no_container():
    page = f"<div class=content><p>{TEXT[0]}</p></div><div class=more><h3>续</h3>{BODY}</div>"
    assert lines(page) == [TEXT[0], "续", *TEXT]


def test_inside_the_container_nothing_is_left_out():
    inner = f"{BODY}<div class=related>{MENU}</div><ul>{NEWS}</ul>"
    found = lines(f"<div class=nav>{MENU}</div><div id=zoom>{inner}</div>")
    assert found[: len(TEXT)] == TEXT
    assert len(found) == len(TEXT) + 18


def test_a_breadcrumb_is_kept_out_of_a_menu():
    crumb = "<a href=/>首页</a> &gt; <a href=/z>政务公开</a> &gt; 年度报告"
    more = "<p><a href=/m>更多&gt;&gt;</a></p>"
    page = f"<nav>{MENU}<p>{crumb}</p>{more}</nav><h1>{HEAD}</h1><div class=q>{BODY}</div>"
    assert lines(page) == ["首页 > 政务公开 > 年度报告", HEAD, *TEXT]


def test_a_link_that_is_never_closed_makes_no_list_of_the_text():
    assert lines(f"<div><a name=top><a href='#a'>{BODY}</div>") == TEXT
    long = [f"{line}全面推进依法行政，不断提高政府治理能力和水平，为高质量发展提供法治保障。" for line in TEXT]
    anchored = "".join(f"<div><a href=x.html>{line}</div>" for line in long)
    assert lines(f"<body>{anchored}</body>") == long


def test_a_text_that_stands_on_a_page_twice_is_read_once():
    page = f"<div class=pc><div class=content><h1>{HEAD}</h1>{BODY}</div></div>"
    assert lines(page + page.replace("class=pc", "class=mobile")) == [HEAD, *TEXT]


def test_the_smallest_box_with_the_text_is_the_container():
    """The outer box is called content as well; what stands between the two is the site's."""
    page = f"<div class=content><div class=nav>{MENU}</div><div class=con_txt>{BODY}</div></div>"
    assert lines(page) == TEXT


def test_readers_remarks_under_a_text_are_not_the_documents():
    remarks = "<div class='comment-list'><h3>评论 1</h3><p>为家乡点赞，希望越来越好，继续加油。</p></div>"
    assert lines(f"<h1>{HEAD}</h1><article>{BODY * 4}</article>{remarks}") == [HEAD, *TEXT * 4]
