"""What is filled: templates, their data, and the text of every paragraph that must come out.

What must come out is written down here from the data alone. All organs, persons and places are invented.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from word import HEITI, KAITI, PAGE_BREAK, XIAOBIAOSONG, paragraph, run, split, table, word_file

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Workload:
    """One kind of document.

    Attributes:
        name: What the table calls it.
        template: The Word file.
        data: What fills it.
        expected: Text of every paragraph: header, body, footer.
    """

    name: str
    template: bytes
    data: Data
    expected: list[str]


# --- notice: two pages, 25 values, a table of 8 rows, a loop of 6 paragraphs, header and footer


def notice() -> Workload:
    """Return a notice with an attached table."""
    return Workload("notice", _notice_template(), (data := _notice_data()), _notice_expected(data))


def _notice_data() -> Data:
    work = ("管网普查|雨污分流|泵站改造|河道清淤|易涝点整治|智能监测<一期>|应急演练|档案与数据归集").split("|")
    points = (
        "摸清底数。逐街逐巷核对管线走向，图上有的地下要有，地下有的图上要有",
        "分类施策。能并的并、能修的修，不搞“一刀切”，不留断头管",
        "压茬推进。雨季前完成深度>3米的管段，其余管段边查边修",
        "守牢底线。开挖须先审后动，燃气、电力、通信三家到场方可作业",
        "公开透明。工期、造价、责任人上墙公示，R&D类支出单列",
        "建好台账。一段一档、一档一码，完成一项销号一项",
    )
    return {
        "copy_number": "000017",
        "secrecy": "内部",
        "urgency": "特急",
        "mark": "云栖岭市人民政府办公室文件",
        "office": "云栖岭政办发",
        "year": 2026,
        "number": 37,
        "title": "关于开展地下管网“查、改、管”专项行动的通知",
        "addressees": "各县（区）人民政府，市政府各部门、各直属机构：",
        "basis": "市政府第21次常务会议精神",
        "purpose": "补齐城市内涝防治短板、提升地下管网运行水平",
        "begins": "2026年4月1日",
        "ends": "2026年10月31日",
        "length": "1,286.4公里",
        "money": "3.72亿元",
        "share": "市级与县级按6:4分担，超出概算<10%>的部分由县级承担",
        "leader": "市住房和城乡建设局",
        "supporters": "市水务局、市财政局、市应急管理局",
        "reported": "每月25日前",
        "contact": "卞知秋、蔺长庚",
        "telephone": "0000—1234567",
        "signed": "云栖岭市人民政府办公室",
        "dated": "2026年3月26日",
        "copied": "市委办公室，市人大常委会办公室，市政协办公室",
        "running_head": "管网专项行动 A&B 标段",
        "points": list(points),
        "tasks": [
            {"work": words, "unit": f"第{number}工作组", "ends": f"{number + 3}月底前", "money": 180 * number + 45}
            for number, words in enumerate(work, 1)
        ],
    }


def _notice_template() -> bytes:
    body = (
        paragraph("份号：{{ copy_number }}　密级：{{ secrecy }}", split("{{ urgency }}"), indent=False)
        + paragraph(run("{{ mark }}", XIAOBIAOSONG, size=72, bold=True), style=1, indent=False)
        + paragraph("{{ office }}〔", split("{{ year }}"), "〕{{ number }}号", indent=False)
        + paragraph(run("{{ title }}", XIAOBIAOSONG, size=44), style=1, indent=False)
        + paragraph("{{ addressees }}", style=8, indent=False)
        + paragraph("根据{{ basis }}，为{{ purpose }}，现就有关事项通知如下：")
        + paragraph(run("一、总体安排", HEITI), style=2)
        + paragraph("专项行动自{{ begins }}起，至", split("{{ ends }}"), "止，改造管网{{ length }}，投资{{ money }}。")
        + paragraph("资金由{{ share }}。")
        + paragraph(run("二、重点事项", HEITI), style=2)
        + paragraph("{%p for point in points %}")
        + paragraph(run("（{{ loop.index }}）", KAITI, bold=True), "{{ point }}。")
        + paragraph("{%p endfor %}")
        + paragraph(run("三、组织保障", HEITI), style=2)
        + paragraph("由{{ leader }}牵头，{{ supporters }}配合，", split("{{ reported }}"), "报送进展。")
        + paragraph("（联系人：{{ contact }}，电话：{{ telephone }}）", style=9)
        + paragraph("{{ signed }}", style=5, indent=False)
        + paragraph("{{ dated }}", style=5, indent=False)
        + PAGE_BREAK
        + paragraph(run("附件：任务分工表", HEITI), indent=False)
        + table(
            ("序号", "任务", "责任单位", "时限", "资金（万元）"),
            "for task in tasks",
            "{{ loop.index }}",
            "{{ task.work }}",
            "{{ task.unit }}",
            "{{ task.ends }}",
            "{{ task.money }}",
        )
        + paragraph("抄送：{{ copied }}。", style=9, indent=False)
    )
    header = paragraph(run("{{ running_head }}", size=18), style=6, indent=False)
    footer = paragraph(run("— {{ signed }} · {{ dated }} —", size=18), style=7, indent=False)
    return word_file(body, header, footer)


def _notice_expected(d: Data) -> list[str]:
    return [
        d["running_head"],
        f"份号：{d['copy_number']}　密级：{d['secrecy']}{d['urgency']}",
        d["mark"],
        f"{d['office']}〔{d['year']}〕{d['number']}号",
        d["title"],
        d["addressees"],
        f"根据{d['basis']}，为{d['purpose']}，现就有关事项通知如下：",
        "一、总体安排",
        f"专项行动自{d['begins']}起，至{d['ends']}止，改造管网{d['length']}，投资{d['money']}。",
        f"资金由{d['share']}。",
        "二、重点事项",
        *[f"（{number}）{point}。" for number, point in enumerate(d["points"], 1)],
        "三、组织保障",
        f"由{d['leader']}牵头，{d['supporters']}配合，{d['reported']}报送进展。",
        f"（联系人：{d['contact']}，电话：{d['telephone']}）",
        d["signed"],
        d["dated"],
        "",
        "附件：任务分工表",
        *["序号", "任务", "责任单位", "时限", "资金（万元）"],
        *[
            text
            for number, task in enumerate(d["tasks"], 1)
            for text in (str(number), task["work"], task["unit"], task["ends"], str(task["money"]))
        ],
        f"抄送：{d['copied']}。",
        f"— {d['signed']} · {d['dated']} —",
    ]


# --- speech: 60 paragraphs out of three loops in each other, and loops inside their paragraphs


def speech() -> Workload:
    """Return a speech of four chapters with two sections of six paragraphs each."""
    data = _speech_data()
    return Workload("speech", _speech_template(), data, _speech_expected(data))


def _speech_data() -> Data:
    chapters = ("正视差距", "抓住关键", "补齐短板", "压实责任")
    sections = (("认清形势", "把准方向", "坚定信心"), ("聚焦重点", "打通堵点"))
    leads = ("一要", "二要", "三要")
    texts = (
        "沉下身子走一线，把问题找准、把账目算清，不回避、不遮掩；",
        "把每一笔钱花在刀刃上，成本<收益的事坚决干，花费>成效的事坚决不干；",
        "建好“研发&转化”两张清单，月月对账、季季见效；",
    )
    return {
        "title": "在全市产业园区提质增效现场会上的讲话",
        "speaker": "苗　苇",
        "dated": "（2026年5月18日）",
        "chapters": [
            {
                "number": "一二三四"[c],
                "head": head,
                "sections": [_section(c, s, sections[s], leads, texts) for s in (0, 1)],
            }
            for c, head in enumerate(chapters)
        ],
    }


def _section(chapter: int, number: int, words: tuple[str, ...], leads: tuple[str, ...], texts: tuple[str, ...]) -> Data:
    return {
        "number": "一二"[number],
        "words": list(words),
        "items": [
            {
                "head": f"第{chapter + 1}—{number + 1}—{item + 1}项，",
                "spans": [{"lead": lead, "text": text} for lead, text in zip(leads, texts, strict=True)],
                "urgent": item % 3 == 0,
            }
            for item in range(6)
        ],
    }


def _speech_template() -> bytes:
    return word_file(
        paragraph(run("{{ title }}", XIAOBIAOSONG, size=44), style=1, indent=False)
        + paragraph(run("{{ dated }}", KAITI), style=1, indent=False)
        + paragraph(run("{{ speaker }}", KAITI), style=1, indent=False)
        + paragraph("同志们：", style=8, indent=False)
        + paragraph("{%p for chapter in chapters %}")
        + paragraph(run("{{ chapter.number }}、", HEITI), run("{{ chapter.head }}", HEITI), style=2)
        + paragraph("{%p for section in chapter.sections %}")
        + paragraph(
            run("（{{ section.number }}）", KAITI),
            run("{% for word in section.words %}{{ word }}{% if not loop.last %}、{% endif %}{% endfor %}", KAITI),
            style=3,
        )
        + paragraph("{%p for item in section['items'] %}")
        + paragraph(
            run("{{ item.head }}", bold=True),
            "{%r for span in item.spans %}",
            run("{{ span.lead }}", KAITI, bold=True),
            run("{{ span.text }}"),
            "{%r endfor %}",
            "{% if item.urgent %}务必抓紧。{% else %}务必抓实。{% endif %}",
        )
        + paragraph("{%p endfor %}")
        + paragraph("{%p endfor %}")
        + paragraph("{%p endfor %}")
        + paragraph("同志们，蓝图已经绘就，关键在于落实！")
    )


def _speech_expected(d: Data) -> list[str]:
    made = [d["title"], d["dated"], d["speaker"], "同志们："]
    for chapter in d["chapters"]:
        made.append(f"{chapter['number']}、{chapter['head']}")
        for section in chapter["sections"]:
            made.append(f"（{section['number']}）{'、'.join(section['words'])}")
            for item in section["items"]:
                spans = "".join(span["lead"] + span["text"] for span in item["spans"])
                made.append(f"{item['head']}{spans}务必抓{'紧' if item['urgent'] else '实'}。")
    return [*made, "同志们，蓝图已经绘就，关键在于落实！"]


# --- minutes: 26 persons, 20 decisions of 3 paragraphs


def minutes() -> Workload:
    """Return the minutes of a meeting."""
    data = _minutes_data()
    return Workload("minutes", _minutes_template(), data, _minutes_expected(data))


def _minutes_data() -> Data:
    families, given = "卞蔺苗车麦糜巫鄢殳漆阙逄禹", ("知秋", "长庚")
    return {
        "number": "第14次",
        "held": "2026年6月9日上午",
        "place": "市政府二号楼第三会议室",
        "chair": "麦远山",
        "people": [
            {"name": f"{family}{name}", "unit": f"第{number}局", "post": "副局长" if number % 3 else "局长"}
            for number, (family, name) in enumerate(((f, n) for f in families for n in given), 1)
        ],
        "decisions": [
            {
                "head": f"关于第{number}号议题",
                "view": f"事项{number}涉及面广、群众关注，投资强度>每亩{number * 20}万元、能耗<定额的予以优先保障",
                "unit": f"第{number}局",
                "deadline": f"{number % 12 + 1}月底前" if number % 4 else "",
                "measure": "完善“审批&监管”闭环，形成可复制的办法",
            }
            for number in range(1, 21)
        ],
    }


def _minutes_template() -> bytes:
    return word_file(
        paragraph(run("市政府常务会议纪要", XIAOBIAOSONG, size=44), style=1, indent=False)
        + paragraph(split("{{ number }}"), style=1, indent=False)
        + paragraph("{{ held }}，{{ chair }}在{{ place }}主持召开会议，议定如下：")
        + paragraph("{%p for decision in decisions %}")
        + paragraph(run("{{ loop.index }}.", HEITI), run("{{ decision.head }}", HEITI), style=2)
        + paragraph(run("会议认为，", bold=True), "{{ decision.view }}。")
        + paragraph(
            run("会议议定，", bold=True),
            "由{{ decision.unit }}牵头，{% if decision.deadline %}{{ decision.deadline }}{% else %}长期{% endif %}",
            run("{{ decision.measure }}。", KAITI),
        )
        + paragraph("{%p endfor %}")
        + paragraph(
            run("出席：", HEITI),
            "{% for person in people %}{{ person.name }}{% if not loop.last %}、{% endif %}{% endfor %}",
        )
        + table(
            ("单位", "姓名", "职务"),
            "for person in people",
            "{{ person.unit }}",
            "{{ person.name }}",
            "{{ person.post }}",
        )
    )


def _minutes_expected(d: Data) -> list[str]:
    made = ["市政府常务会议纪要", d["number"], f"{d['held']}，{d['chair']}在{d['place']}主持召开会议，议定如下："]
    for number, decision in enumerate(d["decisions"], 1):
        made += [
            f"{number}.{decision['head']}",
            f"会议认为，{decision['view']}。",
            f"会议议定，由{decision['unit']}牵头，{decision['deadline'] or '长期'}{decision['measure']}。",
        ]
    made += ["出席：" + "、".join(person["name"] for person in d["people"]), "单位", "姓名", "职务"]
    return [*made, *(person[key] for person in d["people"] for key in ("unit", "name", "post"))]


# --- ledger: a table of many rows with seven columns


def ledger(rows: int) -> Workload:
    """Return a ledger of that many rows."""
    data = ledger_data(rows)
    return Workload(f"ledger {rows:,}", _ledger_template(), data, _ledger_expected(data))


_KEYS = ("number", "project", "unit", "money", "dated", "state", "remark")
_HEADS = ("序号", "项目名称", "责任单位", "金额（元）", "日期", "状态", "备注")


def ledger_data(rows: int) -> Data:
    """Return a ledger's data; the number is an integer, one remark in five holds signs of markup."""
    states = ("已完成", "推进中", "未开工")
    remarks = ("按期推进", "资料齐全", "须现场复核", "", "A&B两标段，进度<80%且投资>概算")
    return {
        "title": "重点项目资金台账",
        "rows": [
            {
                "number": n,
                "project": f"第{n % 97 + 1}片区道路及管网改造项目（{n % 7 + 1}期）",
                "unit": f"第{n % 23 + 1}建设指挥部",
                "money": f"{n * 7919 % 9_000_000 + 100_000:,}.00",
                "dated": f"2026年{n % 12 + 1}月{n % 28 + 1}日",
                "state": states[n % 3],
                "remark": remarks[n % 5],
            }
            for n in range(1, rows + 1)
        ],
    }


def _ledger_template() -> bytes:
    cells = tuple(f"{{{{ r.{key} }}}}" for key in _KEYS)
    return word_file(
        paragraph(run("{{ title }}", XIAOBIAOSONG, size=44), style=1, indent=False)
        + table(_HEADS, "for r in rows", *cells)
        + paragraph("共{{ rows|length }}项。", indent=False)
    )


def _ledger_expected(d: Data) -> list[str]:
    cells = [str(line[key]) for line in d["rows"] for key in _KEYS]
    return [d["title"], *_HEADS, *cells, f"共{len(d['rows'])}项。"]


WORKLOADS: dict[str, Callable[[], Workload]] = {
    "notice": notice,
    "speech": speech,
    "minutes": minutes,
    "ledger-100": lambda: ledger(100),
    "ledger-1000": lambda: ledger(1_000),
    "ledger-10000": lambda: ledger(10_000),
}
