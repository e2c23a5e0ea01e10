"""The usual headings of the genre, in the words of the two national outlines and of local offices."""

import pytest

from indexer.contract import SECTIONS
from indexer.outline.sections import _meaning, heading_section, narrowed, sections_said, text_section, turned

HEADINGS = {
    "leadership": [
        "加强党对法治政府建设的集中统一领导",
        "坚持党建引领，强化法治政府建设组织保障",
        "主要负责人履行推进法治建设第一责任人职责情况",
        "深入学习贯彻习近平法治思想",
        "完善法治政府建设推进机制",
        "强化考核评价和督促检查",
        "扎实开展法治政府建设示范创建活动",
        "提高政治站位，压紧压实法治建设责任",
        "强化组织领导，健全工作机制",
        "加强统筹谋划，高位推动法治建设",
        "组织保障和落实机制",
        "突出政治引领，全面落实党政主要负责人职责",
        "落实领导干部年终述法制度",
        "抓实法治督察工作",
        "切实加强对依法行政工作的领导",
        "进一步加强对法治政府建设工作的领导",
        "紧盯“关键少数”，压实第一责任",
        "聚焦关键少数履行主体责任",
        "充实乡镇法制工作力量",
        "健全法治工作机构，充实编制",
        "加强理论研究和舆论宣传",
        "扛牢法治建设政治责任",
        "强化党委统揽，落实一把手责任",
        "发挥依法治市委员会办公室职能作用",
        "重视法治建设，配强基层法治力量",
        "学深悟透党的二十届三中全会精神",
        "坚持以上率下，完善领导体制",
        "推动法治督察问题整改",
    ],
    "functions": [
        "依法全面履行政府职能",
        "健全政府机构职能体系，推动更好发挥政府作用",
        "推进政府机构职能优化协同高效",
        "持续深化“放管服”改革，优化营商环境",
        "大力推行权力清单、责任清单、负面清单制度",
        "加强市场监管",
        "强化生态环境保护",
        "优化公共服务",
        "深化行政审批制度改革",
        "转变政府职能，激发市场活力",
        "打造法治化营商环境",
        "加快推进社会信用体系建设",
        "推进“互联网+政务服务”",
        "深化相对集中行政许可权改革",
        "落实公平竞争审查制度",
        "动态调整权责清单",
        "全面推行证明事项告知承诺制",
        "聚焦高效便民，提升政务服务水平",
        "优化政府组织结构",
        "坚持法定职责必须为、法无授权不可为",
        "提升行政效能，建设效能政府",
        "坚持职权法定，推进机构编制法定化",
        "完善宏观调控",
        "服务发展大局，护航高质量发展",
        "推动多规合一改革",
        "开展减证便民行动",
        "深化商事制度改革，推行“多证合一”",
        "厘清权责边界，依法行使职权",
        "推进政务服务“好差评”",
        "落实“双减双提”，优化审批流程",
        "保护产权，护航民营经济",
        "深化“高效办成一件事”",
        "提升监管效能",
        "聚焦企业需求，当好“店小二”",
        "守护绿水青山",
        "推进基本公共服务均等化",
        "深化经济体制重点领域改革",
    ],
    "rules": [
        "完善依法行政制度体系",
        "健全依法行政制度体系，加快推进政府治理规范化程序化法治化",
        "加强重点领域立法",
        "提高政府立法公众参与度",
        "加强规范性文件监督管理",
        "严格规范性文件备案审查",
        "提高制度建设质量",
        "加强行政规范性文件合法性审核",
        "建立规章和规范性文件清理长效机制",
        "规范文件制发程序",
        "坚持立改废释并举",
        "完善制度体系，夯实法治根基",
        "抓文件审查",
        "加强法规规章草案审查",
        "推进小切口立法",
        "发挥基层立法联系点作用",
        "严把文件出口关",
        "推动科学立法、民主立法、依法立法",
        "狠抓建章立制",
        "落实规范性文件“三统一”制度",
        "健全公平合理的制度规范",
    ],
    "decisions": [
        "推进行政决策科学化、民主化、法治化",
        "健全行政决策制度体系，不断提升行政决策公信力和执行力",
        "严格落实重大行政决策程序",
        "增强公众参与实效",
        "提高专家论证和风险评估质量",
        "加强合法性审查",
        "坚持集体讨论决定",
        "充分发挥法律顾问和公职律师作用",
        "强化依法决策意识",
        "规范政府决策行为",
        "严格决策责任追究",
        "加强行政决策执行和评估",
        "落实“三重一大”事项集体研究",
        "完善决策目录管理",
        "把好合同审查关",
        "聘请法律顾问，当好参谋助手",
        "推进重大项目社会稳定风险评估",
        "健全专家咨询论证制度",
        "加强重大事项法律审核",
    ],
    "enforcement": [
        "坚持严格规范公正文明执法",
        "健全行政执法工作体系，全面推进严格规范公正文明执法",
        "深化行政执法体制改革",
        "加大重点领域执法力度",
        "全面落实行政执法“三项制度”",
        "创新行政执法方式",
        "加强行政执法人员管理",
        "强化行政执法监督",
        "提升执法规范化水平",
        "推行包容审慎监管执法",
        "健全行政裁量权基准制度",
        "开展行政执法案卷评查",
        "推进跨部门综合监管和双随机抽查",
        "重大执法决定法制审核",
        "开展服务型执法",
        "推行轻微违法免予处罚",
        "赋予乡镇执法权",
        "推进“大综合一体化”改革",
        "加强执法证件管理",
        "规范涉企行政检查，推行扫码入企",
        "推进非现场监管和说理执法",
        "加大违法案件查处力度",
        "严厉查处食品药品违法行为",
        "清理执法辅助人员",
        "全面落实执法全过程记录",
        "严格公正执法，护航民生",
    ],
    "emergency": [
        "健全突发事件应对体系，依法预防处置重大突发事件",
        "提高突发事件依法处置能力",
        "依法做好疫情防控工作",
        "完善应急管理体系",
        "加强防灾减灾救灾能力建设",
        "防范化解重大风险",
        "完善突发事件应对制度",
        "开展应急演练，提高处置能力",
        "依法防控新冠肺炎",
        "健全防汛抗旱预案",
        "引导规范基层组织和社会力量参与突发事件应对",
        "筑牢安全防线，防范重大风险",
    ],
    "oversight": [
        "强化对行政权力的制约和监督",
        "健全行政权力制约和监督体系，促进行政权力规范透明运行",
        "自觉接受人大监督、民主监督、司法监督",
        "全面推进政务公开",
        "加强审计监督",
        "加快推进政务诚信建设",
        "完善社会监督和舆论监督机制",
        "认真办理人大代表建议和政协提案",
        "完善纠错问责机制",
        "加强和规范政府督查工作",
        "形成监督合力",
        "加强行政监督和审计监督",
        "自觉接受监督，规范权力运行",
        "办好建议提案",
        "主动向人大报告工作",
        "推进基层政务公开标准化规范化",
        "健全守信践诺机制，建设诚信政府",
        "全面落实行政规范化问责",
        "规范公共资源交易监督",
        "强化权力监督，推进廉政建设",
        "支持检察公益诉讼",
        "发挥12345热线监督作用",
    ],
    "disputes": [
        "依法有效化解社会矛盾纠纷",
        "健全社会矛盾纠纷行政预防调处化解体系，不断促进社会公平正义",
        "加强行政复议工作",
        "发挥行政复议化解行政争议主渠道作用",
        "加强和规范行政应诉工作",
        "有序推进行政裁决工作",
        "完善人民调解、行政调解、司法调解联动机制",
        "改革信访工作制度",
        "坚持和发展新时代“枫桥经验”",
        "严格落实行政机关负责人出庭应诉制度",
        "深化多元调处，维护社会稳定",
        "坚持源头预防，推进多元解纷",
        "完善社会矛盾预防调处机制",
        "规范行政裁决和仲裁",
        "发挥“复调对接”作用",
        "提升复议公信力，发挥主渠道作用",
        "深化诉调对接、访调对接",
        "健全一站式解纷平台",
        "推进信访工作法治化",
        "打造“老娘舅”调解品牌",
        "畅通群众诉求表达渠道",
        "推动综治中心规范化建设",
    ],
    "capacity": [
        "全面提高政府工作人员法治思维和依法行政能力",
        "加强对政府工作人员的法治教育培训",
        "抓住领导干部“关键少数”",
        "落实“谁执法谁普法”责任制",
        "深入开展法治宣传教育",
        "加强法治文化建设",
        "加强法治工作队伍建设",
        "落实领导干部学法用法制度",
        "全面实施“八五”普法规划",
        "加强行政执法人员以外的法治教育培训",
        "完善会前学法制度",
        "推进青少年法治教育",
        "擦亮法治宣传品牌",
        "开展“宪法宣传周”活动",
        "培育法治文化阵地",
        "健全法治能力考查测试制度",
        "注重法治实践，提高法治能力",
        "打造法治文化公园",
        "增强全民法治观念",
        "组织法律知识考试",
        "抓牢“关键少数”",
        "推进法律七进",
    ],
    "society": [
        "加快建设法治社会",
        "推进公共法律服务体系建设",
        "加强法律援助工作",
        "提升基层依法治理水平",
        "常态化开展扫黑除恶斗争",
        "加强社区矫正和安置帮教工作",
        "开展民主法治示范村创建",
        "建设更高水平平安某某",
        "规范居民自治，推行居民公约",
        "坚持自治法治德治相结合",
        "推进法治乡村建设",
        "深化法律服务惠民",
        "完善社会治理体系",
        "优化公证、律师、司法鉴定服务",
        "建设法律服务工作站",
        "维护未成年人、妇女、老年人合法权益",
        "开展电信网络诈骗治理",
        "加强社会治安防控体系建设",
        "健全村（居）法律顾问制度",
    ],
    "digital": [
        "健全法治政府建设科技保障体系，全面建设数字法治政府",
        "加快推进信息化平台建设",
        "加快推进政务数据有序共享",
        "深入推进“互联网+”监管执法",
        "强化数字赋能，建设智慧法治",
        "推进“一网统管”",
        "推动法治领域数字化改革",
        "加强电子政务建设",
        "推广应用移动执法终端与信息系统",
        "深化大数据辅助监管",
        "以科技赋能法治建设",
    ],
    "general": [
        "法治政府建设工作开展情况",
        "2020年度主要工作及成效",
        "基本情况",
        "一、主要做法",
    ],
}


@pytest.mark.parametrize(
    ("section", "heading"), [(section, heading) for section, headings in HEADINGS.items() for heading in headings]
)
def test_usual_headings_say_what_they_are_about(section: str, heading: str) -> None:
    assert heading_section(heading, "general") == section


def test_the_table_knows_only_canonical_sections() -> None:
    assert {section for meanings in _meaning().values() for section, _ in meanings} <= SECTIONS.keys()


def test_traditional_characters_and_marks_make_no_difference() -> None:
    assert heading_section("嚴格規範公正文明執法", "general") == "enforcement"
    assert heading_section("深化“放管服”改革", "general") == "functions"


@pytest.mark.parametrize(
    ("heading", "above", "section"),
    [
        ("健全体系", "leadership", "leadership"),  # says nothing
        ("加强培训指导", "enforcement", "enforcement"),  # hardly says anything
        ("强化行政执法监督", "functions", "enforcement"),  # says something else
        ("加强法律援助工作", "disputes", "society"),
    ],
)
def test_a_heading_is_read_under_the_one_above(heading: str, above: str, section: str) -> None:
    assert heading_section(heading, above) == section


def test_text_of_the_section_above_holds_a_heading_in_it() -> None:
    text = "严格执行疫情防控和应急处置规定，加强应急联动，紧急征用酒店。"
    assert heading_section("依法审慎科学决策", "emergency", text) == "emergency"
    assert heading_section("依法审慎科学决策", "emergency", "公开征求意见，开展专家论证。") == "decisions"


@pytest.mark.parametrize(
    ("heading", "above", "text", "section"),
    [
        ("抓好文件把关", "decisions", "出台行政规范性文件6件。", "rules"),  # equally heavy: what it says itself
        ("开展合法性审查", "rules", "审查文件35件。", "rules"),  # speaks of either
        ("开展合法性审查", "decisions", "审查事项35件。", "decisions"),
        ("落实法律审核", "rules", "", "rules"),
    ],
)
def test_what_a_heading_says_itself_outweighs_what_stands_above(
    heading: str, above: str, text: str, section: str
) -> None:
    assert heading_section(heading, above, text) == section


def test_a_paragraph_may_open_with_another_subject_than_its_heading() -> None:
    text = "推进公共法律服务，办理法律援助案件120件，提供公证300次。"
    assert turned("capacity", text) == "society"
    assert turned("capacity", "加强普法，推进公共法律服务。") == "capacity"
    assert turned("capacity", "全年成效明显，办理法律援助案件120件。") == "capacity"
    assert turned("functions", "依法开展疫情防控，征用场所27处。") == "emergency"
    assert turned("decisions", "出台行政规范性文件4件，清理文件12件。") == "rules"


def test_a_heading_that_says_nothing_is_known_by_its_text() -> None:
    assert heading_section("突出重点", "general", "新收行政复议案件58件，审结52件。") == "disputes"
    assert heading_section("突出重点", "general", "做了许多事。") == "general"


def test_words_do_not_arise_across_words() -> None:
    assert heading_section("普遍建立法律顾问制度", "general") == "decisions"  # not 立法


def test_of_a_heading_with_two_subjects_the_text_tells_which() -> None:
    said = sections_said("规范文件管理，推进科学决策")
    assert said == {"rules", "decisions"}
    assert narrowed("decisions", said, "审查规范性文件22件。") == "rules"
    assert narrowed("decisions", said, "做了许多事。") == "decisions"


def test_a_text_about_many_things_is_general() -> None:
    assert text_section("优化营商环境，规范行政执法，办理行政复议，开展普法，公开政府信息，完善决策。") == "general"
