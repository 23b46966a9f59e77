"""The next plan from this one: nothing is lost, nothing is wrong, and every point says where it comes from."""

from __future__ import annotations

import datetime
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers import SAMPLES, found, plan
from hypothesis import given, settings
from hypothesis import strategies as st

import docgen
from docgen.api import kinds_in, unfinished
from docgen.errors import GapError, LedgerError, PlanError, UseError
from docgen.ledgers.next import next_plan
from docgen.plan.emit import Inline, Noted, emit
from docgen.plan.load import parse_tree
from docgen.plan.model import Plan
from docgen.plan.standing import measures
from docgen.plan.validate import load_plan
from docgen.plan.write import Change, changed, steps_of

DAY = datetime.date(2026, 6, 10)

SMALL = """
year: 2026
names: {行动: “护学路”行动}
figures:
  学校: {value: 36所, source: 县教育局, owner: 县教育局, as_of: 2026-03-31}
  资金: {value: 1.2亿元, show: 约数, at_most: 2亿元, as_of: 2026-03-31}
  已设岗: 21所
  未设岗: {difference: [学校, 已设岗]}
themes: [{id: 路, label: 一条路}]
units: [县公安局, {name: 县教育体育局, short: 县教体局}]
people: [{post: 局长, name: 蔺长庚, unit: 县公安局}]
phrases: [五微一线]
significance: [道理一。]
tasks:
  - text: 站好岗位，理顺【主题】。
    theme: 路
    rationale: 路短心长。
    lead_unit: 县公安局
    deadline: 5月底前
    measures:
      - {text: 施划车位。高峰专用, status: 已完成, progress: 施划30处, closed: 2026-05-08}
      - {text: 补齐护学岗。【未设岗】逐校定人, status: 推进中, progress: 补了9所, memo: 每周一报}
      - {text: 修平路面。先急后缓, deadline: 9月底前, lead_unit: 县教育体育局, person_in_charge: 蔺长庚, deliverable: 台账}
      - {text: 检修路灯, status: 已完成, progress: 都亮了}
      - {text: 每月巡查, deadline: {say: 每月底, repeat: 每月}, wording: {speech: 月月看}, decision: 同意}
  - text: 另一件。
    measures: [{text: 已办, status: 已完成, closed: 2026-05-09}]
"""


def after(text: str | Plan, day: datetime.date = DAY) -> Plan:
    return read(next_plan(plan(text) if isinstance(text, str) else text, day))


def read(text: str) -> Plan:
    return load_plan(parse_tree(text, "next.yaml")[0])


def with_document(text: str, document: str) -> str:
    return f"{text}\n{document}\n"


# --- what becomes of the measures


def test_what_was_crossed_off_is_evidence_still_to_be_worded() -> None:
    first, second = after(SMALL).achievements
    assert (first.theme, first.text) == (
        "路",
        "【？成效：站好岗位，理顺一条路】。施划车位，已于2026年5月8日销号。施划30处。",
    )
    assert second.text == "【？成效：另一件】。已办，已于2026年5月9日销号。"


def test_what_is_overdue_is_a_problem_and_a_task_that_wants_a_deadline() -> None:
    made = after(SMALL)
    (problem,) = made.problems
    assert problem.text == (
        "【？问题：站好岗位，理顺一条路】。补齐护学岗，原定5月底前完成，已逾期（县公安局牵头）。补了9所。"
    )
    task = made.tasks[0]
    assert task.deadline is not None
    assert task.deadline.say == "？"  # the measure inherits it
    assert next((m.status, m.progress, m.memo) for m in task.measures) == ("推进中", "补了9所", "每周一报")
    assert "deadline: ？  # 原定5月底前（2026-05-31）" in next_plan(plan(SMALL), DAY)


def test_what_is_open_goes_on_and_what_is_done_waits_to_be_crossed_off() -> None:
    text = next_plan(plan(SMALL), DAY)
    (task,) = read(text).tasks  # the other has no measure left
    _, road, lamps, patrol = task.measures
    assert (road.text, road.deadline and road.deadline.say) == ("修平路面。先急后缓", "9月底前")
    assert (road.lead_unit, road.person_in_charge, road.deliverable) == (["县教育体育局"], ["蔺长庚"], "台账")
    assert (lamps.status, lamps.progress, lamps.deadline and lamps.deadline.say) == ("已完成", "都亮了", "5月底前")
    assert re.search(r"# 来自 plan.yaml:\d+ tasks\[0\].measures\[3\]，已完成，待销号", text)
    assert patrol.deadline is not None
    assert (patrol.deadline.say, patrol.deadline.repeat) == ("每月底", "每月")
    assert (patrol.wording, patrol.decision, task.rationale) == (None, None, None)


def test_ids_stay_those_of_the_ledger() -> None:
    old = plan(SMALL)
    assert [m.id for m in measures(after(old))] == [m.id for m in measures(old) if m.closed is None]


def test_every_point_says_where_it_comes_from() -> None:
    text = next_plan(plan(SMALL), DAY)
    line = next(n for n, words in enumerate(SMALL.splitlines(), 1) if "施划车位" in words)
    first = measures(plan(SMALL))[0]
    note = f"  # 来自 plan.yaml:{line} tasks[0].measures[0]，编号{first.id}，2026-05-08销号\n  - theme: 路\n"
    assert note in text
    items = re.findall(
        r"^( *)- (?:id|text|theme): .*$", text[text.index("achievements:") : text.index("speech:")], re.M
    )
    assert len(items) == len(re.findall(r"# 来自", text))


def test_a_plan_from_python_has_no_lines_to_tell() -> None:
    text = next_plan({"tasks": [{"text": "甲", "status": "推进中"}]}, DAY)
    assert "# 来自 tasks[0]\n" in text
    assert "source: 督办台账," in text


# --- registers


def test_registers_come_over_as_typed() -> None:
    made = after(SMALL)
    assert made.year == 2026
    assert made.names["行动"].value == "“护学路”行动"
    assert (made.themes[0].id, made.themes[0].label) == ("路", "一条路")
    assert (made.units[1].name, made.units[1].short) == ("县教育体育局", ["县教体局"])
    assert (made.people[0].post, made.people[0].name, made.people[0].unit) == ("局长", "蔺长庚", "县公安局")
    assert made.phrases == ["五微一线"]


def test_what_was_measured_on_a_day_is_measured_again() -> None:
    figures = after(SMALL).figures
    school = figures["学校"]
    assert (school.value, school.last, school.source, school.owner, school.as_of) == (
        "？所",
        "36所",
        "县教育局",
        "县教育局",
        None,
    )
    assert (figures["资金"].value, figures["资金"].show) == ("？亿元", "约数")
    assert figures["已设岗"].value == "21所"
    assert figures["未设岗"].difference == ["学校", "已设岗"]


def test_the_standing_of_the_plan_is_told_in_figures() -> None:
    figures = after(SMALL).figures
    stand = {name: str(figure.value) for name, figure in figures.items() if name.startswith("上期")}
    assert stand == {
        "上期措施": "6项",
        "上期已完成": "3项",
        "上期推进中": "0项",
        "上期未启动": "2项",
        "上期逾期": "1项",
        "上期已销号": "2项",
    }
    assert (figures["上期措施"].source, figures["上期措施"].as_of) == ("督办台账（plan.yaml）", "2026-06-10")


def test_a_next_plan_has_a_next_plan() -> None:
    again = after(after(SMALL), datetime.date(2026, 10, 1))
    assert str(again.figures["上期措施"].value) == "4项"
    assert again.figures["上期措施"].last is None
    assert [figure for figure in again.figures if figure.startswith("上上期")] == []
    assert again.figures["学校"].value == "？所"
    assert again.figures["学校"].last == "36所"  # not measured meanwhile


# --- deadlines in another year


@pytest.mark.parametrize(
    ("deadline", "made"),
    [
        ("11月底前", "2026年11月底前"),
        ("年底前", "2026年底前"),
        ("今年10月中旬", "2026年10月中旬"),
        ("三季度末", "2026年三季度末"),
        ("年内", "2026年12月31日前"),
        ("明年3月底前", "3月底前"),
        ("明年底前", "年底前"),
        ("后年3月底前", "2028年3月底前"),
        ("2027年5月底前", "2027年5月底前"),
        ("{say: 中秋节前, by: 2026-09-25}", "{say: 中秋节前, by: 2026-09-25}"),
        ("{say: 每季度末, repeat: 每季度}", "{say: 每季度末, repeat: 每季度}"),
    ],
)
def test_a_deadline_means_the_same_day_in_another_year(deadline: str, made: str) -> None:
    old = plan(f"year: 2026\ntasks: [{{text: 甲, status: 已完成, deadline: {deadline}}}]")
    text = next_plan(old, datetime.date(2027, 1, 10))
    assert f"deadline: {made}\n" in text
    assert [m.due for m in measures(read(text))] == [m.due for m in measures(old)]
    assert read(text).year == 2027


def test_an_overdue_deadline_is_told_with_its_year() -> None:
    old = plan("year: 2026\ntasks: [{text: 甲。【完成时限】办, deadline: 11月底前}]")
    text = next_plan(old, datetime.date(2027, 1, 10))
    assert "甲，原定2026年11月底前完成，已逾期。尚未启动。" in text
    assert "deadline: ？  # 原定11月底前（2026-11-30）" in text


# --- references


NOTICE = "notice: {issuing_authority: 县政府, subject: 办事, date_of_issue: 2026-04-01, attachments: [{title: 一, text: 文}, {id: 表, title: 二, table: measures}]}"


def test_references_to_what_is_gone_become_the_words_that_they_printed() -> None:
    old = plan(
        with_document(
            """
            names: {行动: “护学路”行动, 会: 【会议名称】}
            meeting: {name: 全县【行动】推进会, place: ？}
            tasks:
              - text: 按【会议名称】和【附件表】办【数】件事。在【会议地点】
                measures: [甲【行动】, 乙【会】]
            """.replace("\n            ", "\n"),
            NOTICE,
        )
    )
    made = after(old)
    assert made.tasks[0].text == "按全县【行动】推进会和附件2办【数】件事。在【？会议地点】"
    assert [m.text for m in made.tasks[0].measures] == ["甲【行动】", "乙【会】"]
    assert made.names["会"].value == "全县【行动】推进会"
    words = [p["text"] for p in docgen.compose(made, "notice")["body"]]
    assert any("按全县“护学路”行动推进会和附件2办两件事" in line for line in words)


def test_evidence_says_what_a_measure_refers_to_of_its_own() -> None:
    old = """
        year: 2026
        themes: [{id: 路, label: “【数】路”, parts: [甲, 乙]}]
        tasks:
          - text: 总。
            theme: 路
            measures:
              - text: 由【牵头单位】【完成时限】把【主题】办好【数】件事，第【【一】步。
                lead_unit: [县公安局, ？]
                deadline: 5月底前
                status: 已完成
                closed: 2026-05-01
                points: [子, 丑]
        """
    text = after(old).achievements[0].text
    assert text == (
        "【？成效：总】。由县公安局、【？牵头单位】5月底前把“两路”办好两件事，第【【一】步，已于2026年5月1日销号。"
    )


def test_awkward_words_come_over_unharmed() -> None:
    name, value, words = '引"号: #', '【【a: "b"】\n- c #d', "一: \"二\" '三' #四 & *五 |六 {七} [八], 九"
    data = {"names": {name: value}, "tasks": [{"text": f"{words}【{name}】", "memo": f"{words}\n十"}]}
    made = after(load_plan(data))
    assert {name: str(entry.value) for name, entry in made.names.items()} == {name: value}
    assert (made.tasks[0].text, made.tasks[0].memo) == (f"{words}【{name}】", f"{words}\n十")


def test_a_lead_that_runs_on_and_a_count_are_told_in_evidence() -> None:
    old = """
        tasks:
          - {lead: 在城区，, text: 干活。多干, status: 已完成, closed: 2026-05-01}
          - text: 办好【数】件：
            measures: [{text: 甲, status: 已完成, closed: 2026-05-02}, 乙]
        """
    assert [str(point.text) for point in after(old).achievements] == [
        "【？成效：在城区，干活】。在城区，干活，已于2026年5月1日销号。",
        "【？成效：办好两件】。甲，已于2026年5月2日销号。",
    ]


# --- documents


def test_documents_keep_what_lasts_and_ask_for_the_rest() -> None:
    made = after(
        with_document(
            SMALL,
            """
notice: {issuing_authority: [县政府, 县委], masthead: 县政府文件, document_number: 县政发〔2026〕12号, subject: 旧事, addressees: [各乡镇, [各局, 各办]],
  date_of_issue: 2026-04-01, seal: false, opening: 旧话。, attachments: [{title: 旧附件, text: 文}, {id: 表, title: 分工表, table: measures}],
  remark: 此件公开发布, copy_to: [县人大], printed_by: 县政府办, printed_on: 2026-04-02}
speech: {title: 旧题, subtitle: 在【会议名称】上的讲话, speaker: {post: 县长, name: 卞知秋}, date: 2026-04-01, salutation: 各位, opening: 旧话。, closing: 旧话。}
minutes: {issuing_authority: 县政府, mark: 专题会议纪要, number: 〔2026〕第6期, office: 县政府办, date_of_issue: 2026-04-03}
meeting: {name: 会, time: 2026年4月1日, place: 楼上, chair: {post: 县长, name: 卞知秋}}
""",
        ),
        datetime.date(2027, 1, 10),
    )
    notice, speech, minutes = made.notice, made.speech, made.minutes
    assert notice is not None
    assert speech is not None
    assert minutes is not None
    assert (notice.issuing_authority, notice.masthead, notice.seal) == (["县政府", "县委"], ["县政府文件"], False)
    assert (notice.document_number, notice.subject) == ("县政发〔2027〕？号", ["【？事由】"])
    assert (notice.date_of_issue.say, notice.addressees) == ("？", [["各乡镇"], ["各局", "各办"]])
    assert [(paper.id, paper.title, paper.table) for paper in notice.attachments] == [("表", "分工表", "measures")]
    assert (notice.remark, notice.copy_to, notice.printed_by) == ("此件公开发布", ["县人大"], "县政府办")
    assert speech.speaker is not None
    assert (speech.title, speech.subtitle, speech.salutation) == (
        ["【？讲话标题】"],
        "在【？会议名称】上的讲话",
        "各位",
    )
    assert (speech.speaker.post, speech.speaker.name, speech.closing) == ("县长", "卞知秋", [])
    assert (minutes.mark, minutes.number, minutes.office) == ("专题会议纪要", "〔2027〕第？期", "县政府办")
    assert made.significance == made.requirements == []
    for kind in kinds_in(made):
        assert unfinished(docgen.build(made, kind).findings)


def test_what_of_a_document_is_left_behind_is_told() -> None:
    notice = "notice: {issuing_authority: 县政府, subject: 事, date_of_issue: 2026-04-01, urgency: 特急, attachments: [{title: 要点, text: 文}]}"
    text = next_plan(plan(with_document(SMALL, notice)), DAY)
    assert "# 通知：提纲用默认安排；上期的紧急程度、附件《要点》没有带过来\nnotice:\n" in text
    left = "意义（significance）、任务的道理（rationale）、任务的分文种措辞（wording）、任务的议定（decision）"
    assert f"# 上期的{left}没有带过来，需要时另写。\n" in text
    assert "attachments" not in text


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (
            ["已完成", "推进中", "未启动", "逾期"],
            "4项措施，已完成1项、正在推进1项、尚未启动1项、逾期未完成1项。",
        ),
        (["已完成", "已完成"], "2项措施已全部完成。"),
        (["推进中", "逾期"], "2项措施，正在推进1项、逾期未完成1项。"),
    ],
)
def test_the_speech_opens_with_how_the_plan_stands(statuses: list[str], said: str) -> None:
    tasks = [{"text": s, "deadline": "5月底前"} if s == "逾期" else {"text": s, "status": s} for s in statuses]
    made = after(load_plan({"year": 2026, "tasks": tasks, "speech": {"title": "题"}}))
    body = docgen.compose(made, "speech")["body"]
    assert body[0]["text"] == f"【待填：开场白】。截至2026年6月10日，上一阶段部署的{said}"


def test_a_final_document_waits_until_the_evidence_is_worded() -> None:
    text = next_plan(plan(SMALL + "\nspeech: {title: 题}\n"), DAY)
    with pytest.raises(GapError):
        docgen.build(read(text), "speech", final=True)
    worded = text.replace("【？成效：站好岗位，理顺一条路】。", "校门口的路顺了。").replace("【？开场白】。", "")
    left = {str(f.args["name"]) for f in unfinished(docgen.build(read(worded), "speech").findings)}
    assert "成效：另一件" in left
    assert "成效：站好岗位，理顺一条路" not in left


# --- what is refused


def test_a_plan_without_measures_is_refused() -> None:
    (finding,) = found(next_plan, plan("problems: [甲。]"), DAY)
    assert (finding.code, finding.place.file) == ("L170", "plan.yaml")
    with pytest.raises(LedgerError):
        docgen.next_plan({"problems": ["甲。"]}, DAY)


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(UseError):
        docgen.next_plan(plan(SMALL), "2026-06-10")  # type: ignore[arg-type]
    at_noon = datetime.datetime(2026, 6, 10, 12)
    assert next_plan(plan(SMALL), at_noon) == next_plan(plan(SMALL), DAY)


# --- nothing is lost


def reported(sample: Path, seed: int) -> Plan:
    """Return a sample in which some measures stand one way and some another."""
    raw, pick = sample.read_bytes(), random.Random(seed)
    tree, _ = parse_tree(raw.decode(), sample.name)
    changes = []
    for measure in measures(load_plan(tree)):
        steps, status = steps_of(measure.point.place().path), pick.choice(["未启动", "推进中", "已完成", "销号", ""])
        if status:
            changes.append(Change(steps, "status", "已完成" if status == "销号" else status))
            changes.append(Change(steps, "progress", pick.choice(["办了三处。还差两处", "方案已定"])))
        if status == "销号":
            changes.append(Change(steps, "closed", "2025-12-01"))
    return load_plan(parse_tree(changed(raw, tree, changes, "text").decode(), sample.name)[0])


def holds_everything(old: Plan, text: str, day: datetime.date) -> None:
    """Assert that every measure is in the new file once, and that its documents can be built."""
    new = read(text)
    stand = measures(old)
    evidence = re.findall(r"^  # 来自 .*，编号(\S+?)，\d{4}-\d\d-\d\d销号$", text, re.M)
    tasks = [m.id for m in measures(new)] if new.tasks else []
    assert sorted(evidence) == sorted(m.id for m in stand if m.closed is not None)
    assert tasks == [m.id for m in stand if m.closed is None]
    overdue = re.findall(r"^  # 来自 .*，编号(\S+?)，\d{4}-\d\d-\d\d到期$", text, re.M)
    late = [m for m in stand if m.closed is None and m.standing(day) == "逾期"]
    assert sorted(overdue) == sorted(m.id for m in late)
    assert text.count("【？成效：") == len(new.achievements)
    assert text.count("，已逾期") == len(late)
    for kind in kinds_in(new):
        docgen.build(new, kind)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("day", [datetime.date(2026, 7, 15), datetime.date(2027, 2, 1)], ids=str)
def test_nothing_of_a_sample_is_lost(sample: Path, day: datetime.date) -> None:
    for old in (load_plan(sample), reported(sample, day.year)):
        text = next_plan(old, day)
        holds_everything(old, text, day)
        again = read(text)
        holds_everything(again, next_plan(again, day), day)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_the_next_plan_of_a_sample_has_no_errors_but_gaps(sample: Path, tmp_path: Path) -> None:
    path = tmp_path / "next.yaml"
    path.write_text(next_plan(load_plan(sample), datetime.date(2026, 7, 15)), encoding="utf-8")
    assert [str(f) for f in docgen.check_plan(path) if f.is_error] == []


PIECES = (
    "【名】 【数】 【主题】 【完成时限】 【牵头单位】 【议定】 【会议名称】 【会议地点｜某地】 【附件表】 【附件1】 【数:tasks】 【数:attendees】 【已完成】 【逾期｜数】"
    " 【？某事】 【？某｜事】 【待核实】 【【 】 \" ' : ： # - “ ” 。 ， ； ？ ! { } [ ] & * | ~ % @ 甲乙 丙丁 5月底前 a,b null"
).split()
PROSE = st.lists(st.sampled_from([*PIECES, " ", "\n", ": ", " #", "\t"]), min_size=1, max_size=7).map("".join)
STATUS = st.sampled_from([{}, {"status": "推进中"}, {"status": "已完成"}, {"status": "已完成", "closed": "2026-05-01"}])
DEADLINE = st.sampled_from([None, "5月底前", "年底前", "明年3月底前", {"say": "节前", "by": "2026-02-01"}, "？"])


@st.composite
def points(draw: st.DrawFn, depth: int) -> dict[str, Any]:
    point: dict[str, Any] = {"text": draw(PROSE)}
    if draw(st.booleans()):
        point[draw(st.sampled_from(["lead", "claim"]))] = draw(PROSE)
    if draw(st.booleans()):
        point["lead_unit"] = draw(st.sampled_from(["县公安局", ["甲局", "？"], "【名】", "县？局"]))
    if draw(st.booleans()):
        point["wording"] = {"speech": draw(PROSE)}
    point["deadline"] = draw(DEADLINE)
    point["theme"] = draw(st.sampled_from([None, "路"]))
    below = draw(st.sampled_from(["", "", "measures", "tracks", "points"])) if depth else ""
    if below:
        point[below] = draw(st.lists(points(depth - 1), max_size=3))
    if below in ("", "points"):
        point |= draw(STATUS)
        point["progress"] = draw(st.none() | PROSE)
    return {key: value for key, value in point.items() if value is not None}


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.lists(points(2), min_size=1, max_size=3), st.sampled_from([DAY, datetime.date(2027, 4, 1)]))
def test_nothing_of_any_plan_is_lost(tasks: list[dict[str, Any]], day: datetime.date) -> None:
    data = {
        "year": 2026,
        "names": {"名": "“某”事"},
        "themes": [{"id": "路", "label": "“【数】路”", "parts": ["甲", "乙"]}],
        "tasks": tasks,
        "meeting": {"name": "【名】推进会: “好”", "attendees": ["甲", "乙"]},
        "speech": {"title": "题"},
        "notice": {
            "issuing_authority": "县政府",
            "subject": "事",
            "date_of_issue": "2026-04-01",
            "attachments": [{"id": "表", "title": "分工: “表”", "table": "measures"}],
        },
    }
    try:
        old = load_plan(data)
    except PlanError:
        return
    if measures(old):
        holds_everything(old, next_plan(old, day), day)


# --- the emitter


def leaves(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value)
    else:
        yield str(node)


ANY = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\u2028\u2029"),
    min_size=1,
    max_size=12,
).filter(lambda words: words != "<<")  # no plan has such a key


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    some = st.lists(inner, min_size=1, max_size=4)
    return inner | some | st.dictionaries(ANY, inner, min_size=1, max_size=4)


TREES = nested(nested(nested(ANY | PROSE)))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.dictionaries(ANY, TREES, min_size=1, max_size=4), ANY)
def test_what_is_emitted_is_read_again_as_it_was(tree: dict[str, Any], note: str) -> None:
    first = next(iter(tree))
    tree[first] = Noted(tree[first], ["", note], beside=note)
    again, _ = parse_tree(emit(tree), "x.yaml")
    tree[first] = tree[first].value
    assert list(leaves(again)) == list(leaves(tree))


def test_a_file_is_written_as_a_secretary_would() -> None:
    tree = {
        "year": Noted("2026", beside="年度"),
        "figures": {"学校": Inline(value="？所", last="36所")},
        "none": None,
        "tasks": Noted([Noted({"text": "甲。", "lead_unit": ["乙", "丙"]}, ["来自"]), "丁"], ["", "任务"]),
    }
    assert emit(tree) == (
        "year: 2026  # 年度\nfigures:\n  学校: {value: ？所, last: 36所}\n\n# 任务\ntasks:\n"
        "  # 来自\n  - text: 甲。\n    lead_unit: [乙, 丙]\n  - 丁\n"
    )
