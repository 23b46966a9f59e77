"""What is said about ledgers, gap sheets and other workbooks: codes L."""

from __future__ import annotations

from docgen.catalogue.base import N_, Message

_NEW_LEDGER = N_("make the ledger again from the plan as it is now, and let the unit fill that in")

LEDGERS: dict[str, Message] = {
    # workbooks
    "L101": Message(N_("this is no workbook (.xlsx) but {what}"), N_("open it in Excel or WPS and save it as .xlsx")),
    "L102": Message(
        N_("the workbook is broken or cut short"),
        N_("open it in Excel or WPS, let it repair the file, and save it again"),
    ),
    "L103": Message(N_("the file is empty"), N_("save the workbook again")),
    "L104": Message(N_("the workbook is larger than {limit} bytes"), N_("take out pictures and other sheets")),
    "L105": Message(
        N_("the workbook holds more than a ledger does, or is packed too tightly"),
        N_("take out pictures and other sheets"),
    ),
    "L106": Message(N_("a sheet has more than {limit} cells"), N_("take out what does not belong to the ledger")),
    "L107": Message(
        N_("the workbook is open in another program, which may hold more than is saved"),
        N_("save and close it there; if nothing has it open, delete {lock}"),
    ),
    "L109": Message(
        N_("a text is longer than the {limit} characters that a cell can hold: “{words}…”"),
        N_("shorten it in the plan"),
    ),
    # ledgers that came back
    "L110": Message(
        N_("the sheet has no column {head}; its columns are {found}"),
        N_("name the column as docgen did; where it stands does not matter"),
    ),
    "L111": Message(
        N_("no sheet of the workbook is a ledger"),
        N_("a row of heads is wanted that has {expected}, as docgen made it"),
    ),
    "L113": Message(N_("the sheet has two columns {head}"), N_("delete one of them")),
    "L120": Message(
        N_("a row has no id: “{words}”"), N_("a row of the ledger keeps its id; delete what does not belong to it")
    ),
    "L121": Message(N_("the plan has no measure {id}: “{words}”"), _NEW_LEDGER),
    "L122": Message(N_("{id} stands here a second time; the first is {there}"), N_("delete one of the two rows")),
    "L123": Message(
        N_("{head} is “{words}” here, but “{other}” in another sheet ({there})"), N_("ask the units which is right")
    ),
    "L124": Message(
        N_("the plan says {id} otherwise than when the ledger was made: “{words}”"),
        N_("see whether what the unit filled in still fits"),
    ),
    "L125": Message(
        N_("{head} says “{words}”, but the plan says “{now}”"),
        N_("a returned ledger changes status, progress, cross-off day and remark alone; change the rest in the plan"),
    ),
    "L126": Message(
        N_("a formula or an error stands in {head}: {words}"), N_("type the value, or paste it as a value")
    ),
    "L127": Message(N_("cells of {head} are merged: {range}"), N_("unmerge them, and fill each row in")),
    "L128": Message(
        N_("it is crossed off, but its status is {status}"), N_("set its status to {wanted}, or take the day out")
    ),
    "L129": Message(
        N_("“{words}” is no status"),
        N_("it is one of {known}; that a measure is overdue is worked out from its deadline"),
    ),
    "L130": Message(N_("{head} holds {codepoint}, which no document can hold"), N_("type the text anew")),
    "L131": Message(N_("{head} is longer than {limit} characters"), N_("shorten it")),
    "L132": Message(N_("{id} stands in a hidden row, and was taken all the same"), N_("show the row and look at it")),
    "L133": Message(N_("“{words}” is no day, or may be two"), N_("write it as 2026-06-30 or 2026年6月30日")),
    "L134": Message(
        N_("no row of the ledger belongs to the plan {plan}; the first is “{words}”"),
        N_("name the plan that the ledger was made from"),
    ),
    "L135": Message(N_("two of the plans are named {plan}"), N_("give each a name of its own, or name it once")),
    "L136": Message(
        N_("{head} of {id} is “{words}” here, but the plan got to “{now}” after this ledger was made"),
        N_("if it is to go back, change it in the plan; else fill in a new ledger"),
    ),
    "L137": Message(N_("{head} of {id} goes back from “{now}” to “{words}”"), N_("see that this is meant")),
    "L138": Message(
        N_("the row of {id} is put together of several: its hidden code is that of another"),
        N_("sort and move whole rows; fill the unit's answers in again in a new ledger"),
    ),
    "L140": Message(N_("the plan has no measures"), N_("write `tasks` with `measures`")),
    # the next plan
    "L170": Message(
        N_("the plan has no measures, so there is nothing to go on with"),
        N_("write its tasks first, or begin a new plan with docgen new"),
    ),
    # gap sheets
    "L150": Message(
        N_("no sheet of the workbook has the columns of a gap sheet: {expected}"),
        N_("name the workbook that `docgen gaps` made, or copy the answers back into it"),
    ),
    "L151": Message(
        N_("the column {name} is missing or renamed; the heads here are {found}"),
        N_("give it its name again"),
    ),
    "L152": Message(N_("two columns are named {name}"), N_("keep one of them")),
    "L153": Message(
        N_("the answer “{words}” stands in a row without a key"), N_("write the key of the gap into the column 编号")
    ),
    "L154": Message(N_("the key {key} stands in two rows, here and in {first}"), N_("keep one of the rows")),
    "L155": Message(N_("the plan has no gap {key}"), N_("make the sheet again from the plan as it is now")),
    "L156": Message(
        N_("{key} is filled in the plan already, with “{value}”, not “{words}”"),
        N_("change it in the plan if the new value is right, or empty the cell"),
    ),
    "L157": Message(
        N_("{key} is answered with “{words}” here and with “{other}” in {first}"),
        N_("ask both which is right, and empty the other cell"),
    ),
    "L158": Message(N_("the unit of “{words}” is {found}, the plan wants {unit}"), N_("convert it into {unit}")),
    "L159": Message(
        N_("“{words}” is no number"),
        N_("write one number, with or without its unit, and put what else is to say into 备注"),
    ),
    "L160": Message(N_("the cell is worked out by a formula"), N_("paste its value in place of the formula")),
    "L161": Message(N_("the cell shows the error {words}"), N_("write the value itself")),
    "L162": Message(
        N_("the cell is merged with others ({range})"), N_("unmerge the cells, and write a value for each row")
    ),
    "L163": Message(
        N_("the answer “{words}” has a question mark, which in a plan says that something is not known"),
        N_("write the value, or leave the cell empty"),
    ),
    "L164": Message(
        N_("the cell holds a line end or a sign that cannot be seen ({codepoint})"), N_("type it again, in one line")
    ),
    "L165": Message(
        N_("“{words}” does not go with “{value}” in the plan"), N_("write what stands in place of the ？ alone")
    ),
    "L166": Message(N_("“{words}” is no day, or may be two"), N_("write it like 2026年6月30日")),
    "L167": Message(
        N_("the plan has no place for {head} of this gap: “{words}”"), N_("keep the sheet if it is needed")
    ),
    "L168": Message(
        N_("the sheets of {first} and {second} would get the same name"), N_("write the owner in one way in the plan")
    ),
    "L169": Message(
        N_("{key} is another place of the plan than when the sheet was made; it now stands in “{words}”"),
        N_("make the sheet again from the plan as it is now"),
    ),
    # changes in the plan file
    "L171": Message(
        N_("“{words}” stands in {head}, but {answer} is empty; nothing of the row was taken"),
        N_("if it is the answer, move it into {answer}"),
    ),
    "L190": Message(
        N_("this is written once in the plan and used again by *name, so it cannot be changed in one place"),
        N_("write it out where it is used, without & and *"),
    ),
    "L191": Message(
        N_("the file writes some signs as pairs of escapes (\\ud83d\\ude00), so nothing can be put in at their place"),
        N_("save it with the signs themselves (in Python json.dumps(..., ensure_ascii=False))"),
    ),
}
