"""What is said of house styles, baselines, print and doubts: codes F930, F980-F989."""

from docgen.catalogue.base import N_, Message

HOUSE: dict[str, Message] = {
    "F930": Message(
        N_("on page {page} of the print, {what} is {found}, not {wanted} ({rule})"),
        N_(
            "look at the page; where the file has it right, another program may print it as it should be, and where the file does not tell, put it right in the file"
        ),
        N_(
            "What stands in the file and what a page shows can differ: by fonts that are missing, or by how a program lays a page."
        ),
    ),
    "F980": Message(
        N_("a house style is a mapping of {known}"), N_("write `values:` with `name: value` lines below it")
    ),
    "F981": Message(N_("{name} has not the form that it needs"), N_("write it as {wanted}")),
    "F982": Message(
        N_("the house style accepts {rule}, but no such finding is there"), N_("strike the entry, or correct `where`")
    ),
    "F983": Message(N_("there is no finding with the code {rule}"), N_("name a code such as F212")),
    "F984": Message(N_("an accepted finding is a mapping of {known}"), N_("write `- {{rule: F212, reason: …}}`")),
    "F985": Message(N_("the house style accepts {rule} without a reason"), N_("write `reason:` behind it")),
    "F986": Message(N_("a house style has no {name}"), N_("choose one of {known}")),
    "F989": Message(
        N_("this may be the {what}, but it is {reason}; no rule speaks of it"),
        N_("set it as it is usual, and check again"),
        N_(
            "What is not recognised for sure is left alone, and said so: a wrong guess would tell a fault that is none."
        ),
    ),
    "F987": Message(
        N_("the baseline is none that docgen wrote"),
        N_("write it anew with --write-baseline"),
    ),
    "F988": Message(
        N_("{count} findings of the baseline are gone"),
        N_("write it anew with --write-baseline, so that they stay away"),
    ),
}
