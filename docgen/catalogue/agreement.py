"""What is said about a plan whose facts do not go together: codes P300 to P369."""

from __future__ import annotations

from docgen.catalogue.base import N_, Message

_REFER = N_("refer to it as 【{name}】")

AGREEMENT: dict[str, Message] = {
    # figures
    "P300": Message(
        N_("{name} is typed as {value}, but what it is computed from gives {there}"),
        N_("correct the value or the figures behind it, or leave `value` out"),
    ),
    "P301": Message(
        N_("{name} is typed as {value}, and what it is computed from gives {there}; a reader calculates too"),
        N_("say in the text that it is rounded, or leave `value` out"),
    ),
    "P302": Message(
        N_("{name} is {value}, and {other}, which means the same, is {there}"),
        N_("keep one of the two, or give them names that tell them apart"),
    ),
    "P303": Message(N_("{name} is {value}, which is more than {other}"), N_("correct one of them")),
    "P304": Message(N_("{name} is {value}, which is less than {other}"), N_("correct one of them")),
    "P305": Message(
        N_("{name}, {value}, cannot be compared with “{other}”: their units differ"),
        N_("name a figure of the same unit, or write a number with that unit"),
    ),
    # numbers and days in prose
    "P310": Message(N_("“{words}” is the figure {name}, {value}, typed once more"), _REFER),
    "P311": Message(
        N_("“{words}” contradicts the figure {name}, which is {value}"),
        N_("refer to it as 【{name}】, or correct one of the two"),
    ),
    "P312": Message(
        N_("“{words}” may be meant for the figure {name}, which is {value}"),
        N_("if it is, refer to it as 【{name}】"),
    ),
    "P315": Message(N_("there is no such day: {words}"), N_("correct the date")),
    "P316": Message(N_("{day} is no such day of the week: {words}"), N_("write {right}, or correct the date")),
    # themes, deadlines, dates
    "P320": Message(
        N_("the theme {id} is missing in {block} ({term})"),
        N_("write what belongs to it there, or delete the theme"),
    ),
    "P321": Message(N_("no task answers this problem: none has the theme {id}"), N_("add a task with that theme")),
    "P330": Message(
        N_("the deadline {phrase}, {date}, lies before {field} ({term}), {day}"),
        N_("correct the deadline, its year or that date"),
    ),
    "P331": Message(N_("{date} lies before {field} ({term}), {day}"), N_("correct one of the two dates")),
    # units
    "P350": Message(N_("{words} is not the name of {name}"), N_("write {name}")),
    "P351": Message(
        N_("{words} and {name} look like one unit under two names"),
        N_("write one of them, or enter both in `units`"),
    ),
    "P352": Message(N_("{words} stands for two units: {name} and {other}"), N_("keep it with one of them")),
    "P353": Message(N_("{words} is named a second time; {other} stands before"), N_("delete one of the two")),
    "P354": Message(
        N_("{words} stands behind {other}, before it in the register"), N_("write the list in official order")
    ),
    "P356": Message(N_("{words} is not in the register of units"), N_("enter it in `units`, or correct the name")),
    # people
    "P360": Message(
        N_("{name} is {post} here, elsewhere {other}"),
        N_("correct one of them; who has two posts is entered in `people` with both"),
    ),
    "P361": Message(N_("{name} belongs to {unit} here, elsewhere to {other}"), N_("correct one of them")),
    "P362": Message(N_("{name} stands in {field} ({term}) too"), N_("delete the name in one of the lists")),
}
