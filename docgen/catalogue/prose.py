"""What checks of a text say: gaps (W1), counts (W2), series (W3), numbers (W4), marks (W5), words (W6), figures (A1), what is lost (A3)."""

from docgen.catalogue.base import N_, Message

_FORM = N_("“{words}” is not how official documents write it")
_WRITE = N_("write {right}")

PROSE: dict[str, Message] = {
    "W101": Message(N_("“{words}” is still to be filled in"), N_("fill it in before the document goes out")),
    "W201": Message(
        N_("“{words}” announces {said}, but {there} follow, from “{first}” on"), N_("correct the number or the items")
    ),
    "W202": Message(N_("“{words}” says {said}, but {there} are named"), N_("correct the number or the list")),
    "W203": Message(N_("“{words}” says {said}, but {there} are listed"), N_("correct the number or the list")),
    "W301": Message(N_("before “{words}” an item is missing, or the ordinal is wrong"), N_("“{wanted}” comes here")),
    "W302": Message(N_("the ordinal “{words}” stands a second time"), N_("“{wanted}” comes here")),
    "W303": Message(N_("“{words}” goes on with a series of another kind"), N_("write “{wanted}”")),
    "W304": Message(N_("a series begins with “{words}”"), N_("let it begin with “{first}”")),
    "W306": Message(N_("“{words}” stands out of its order"), N_("put the items into the order of their ordinals")),
    "W305": Message(N_("“{words}” has no second item"), N_("leave the ordinal out, or add what is missing")),
    "W307": Message(
        N_("“{words}” begins a series inside an item of a series with the same ordinals"),
        N_("write the inner one with other ordinals, such as （1）（2）"),
    ),
    "W401": Message(_FORM, _WRITE),
    "W402": Message(_FORM, _WRITE),
    "W403": Message(_FORM, _WRITE),
    "W404": Message(_FORM, _WRITE),
    "W405": Message(_FORM, _WRITE),
    "W406": Message(_FORM, _WRITE),
    "W407": Message(_FORM, _WRITE),
    "W408": Message(_FORM, _WRITE),
    "W409": Message(_FORM, _WRITE),
    "W410": Message(_FORM, _WRITE),
    "W411": Message(_FORM, _WRITE),
    "W412": Message(_FORM, _WRITE),
    "W413": Message(_FORM, _WRITE),
    "W414": Message(_FORM, _WRITE),
    "W415": Message(_FORM, _WRITE),
    "W416": Message(_FORM, _WRITE),
    "W417": Message(_FORM, _WRITE),
    "W418": Message(_FORM, _WRITE),
    "W419": Message(_FORM, _WRITE),
    "W420": Message(_FORM, _WRITE),
    "W424": Message(_FORM, _WRITE),
    "W421": Message(N_("there is no such day: {words}"), N_("correct the date")),
    "W422": Message(N_("{day} is no such day of the week: {words}"), N_("write {right}, or correct the date")),
    "W423": Message(N_("“{words}” stands in words beside its like in digits"), N_("write {right}")),
    "W501": Message(N_("the mark {words} is half-width"), N_("write “{right}”")),
    "W502": Message(N_("a blank stands in Chinese text"), N_("delete it")),
    "W503": Message(N_("{words} has straight quotes"), N_("write “ and ”")),
    "W504": Message(N_("the mark {words} has no partner in its paragraph"), N_("add {other}, or delete it")),
    "W505": Message(N_("、 stands between quotes or titles that follow one another"), N_("delete it")),
    "W506": Message(N_("the marks {words} stand one behind the other"), N_("keep one of them")),
    "W507": Message(N_("a heading of its own line ends in 。"), N_("delete it")),
    "W508": Message(N_("the ordinal “{words}” has another mark behind it"), N_("write “{right}”")),
    "W509": Message(N_("{words} stands inside of its like"), N_("write {right} for the inner ones")),
    "W510": Message(N_("“{words}” is no Chinese dash or ellipsis"), N_("write —— or ……")),
    "W511": Message(N_("a second colon stands in the sentence"), N_("write a comma or a stop for one of them")),
    "W512": Message(N_("the stop stands inside of the quotes of a phrase"), N_("put it behind the quotes")),
    "W513": Message(N_("the note stands behind the stop"), N_("put the stop behind the note")),
    "W514": Message(N_("some items of the list end in 。, others in ；"), N_("end all alike, the last one in 。")),
    "W517": Message(
        N_("the stop stands outside of the quotes of what somebody says"), N_("put it inside of the quotes")
    ),
    "W515": Message(N_("“{words}” is not how an abbreviation is introduced"), _WRITE),
    "W516": Message(N_("the abbreviation {words} stands before it is introduced"), N_("write the full name here")),
    "W518": Message(N_("the mark {words} stands behind the name of an attachment"), N_("delete it")),
    "W519": Message(
        N_("{words} is another abbreviation of what is called “{other}” already"),
        N_("keep one of the two in the whole text"),
    ),
    "W601": Message(N_("“{words}” is doubled"), N_("delete one of them")),
    "W602": Message(N_("{words} has no measure word, unlike its like"), N_("add {measure}")),
    "W603": Message(N_("{words} has no measure word"), N_("add {measure}")),
    "A101": Message(N_("{words} is the total, but its parts add up to {there}"), N_("correct the total or the parts")),
    "A102": Message(N_("{words} does not follow from {figures}"), N_("by these figures it is {right}")),
    "A103": Message(N_("the shares {words} add up to {there}"), N_("correct them")),
    "A104": Message(N_("“{words}”: the least is more than the most"), N_("exchange them")),
    "A106": Message(N_("the deadline {words} lies before the date of the text, {date}"), N_("correct one of them")),
    "A105": Message(N_("{words} stands here, {other} before"), N_("keep one of them")),
    "A107": Message(
        N_("{words} is the total of its column, but the rows above add up to {there}"),
        N_("correct the total or the rows"),
    ),
    "A301": Message(
        N_("no document says “{words}”"),
        N_("say it in an outline, or delete it; what is there for your own eyes stands best in a comment"),
    ),
    "A302": Message(
        N_("the document does not say “{words}”"), N_("give words of one paragraph as they stand in it, in quotes")
    ),
}
