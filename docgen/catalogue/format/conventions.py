"""What is said of notices, minutes, speeches, reports and requests: codes F803-F839."""

from docgen.catalogue.base import N_, Message

CONVENTIONS: dict[str, Message] = {
    "F803": Message(
        N_("“{found}” closes a document that is called {wanted}"),
        N_("let the closing formula name the kind of the title"),
        N_("Title and closing formula both say what kind of document this is; where they differ, nobody knows."),
    ),
    "F804": Message(
        N_("“{found}” says again what the opening has said with 通知如下"),
        N_("delete it"),
        N_("What has been announced and told needs no second announcement."),
    ),
    "F805": Message(
        N_("“{found}” stands behind other sentences"),
        N_("give it a paragraph of its own"),
        N_("The closing formula ends the document, and is looked for on a line of its own."),
    ),
    "F806": Message(
        N_("the opening ends in “{found}”"),
        N_("write “{wanted}”"),
        N_("The colon leads over from the opening to what is told."),
    ),
    "F807": Message(
        N_("nothing follows behind “{found}”"),
        N_("write what is announced, or take the announcement out"),
        N_("A reader who finds nothing behind the colon takes it that a part is missing."),
    ),
    "F808": Message(
        N_("no organ signs above the date {found}, and there is no masthead"),
        N_("write the name of the organ above the date"),
        N_("Without masthead and signature a notice does not say who gives it."),
    ),
    "F809": Message(
        N_("the notice of a meeting does not name {wanted}"),
        N_("add an item for it"),
        N_("Who is invited must know when to be where."),
    ),
    "F810": Message(
        N_("the note on the task stands as {found}, the others as {wanted}"),
        N_("put all full stops behind the brackets, or all before them"),
        N_("Notes on tasks are read down like a column; one that differs looks like another kind of note."),
    ),
    "F811": Message(
        N_("the fields of the note are parted by “{found}”, those of the others by “{wanted}”"),
        N_("part the fields of all notes by the same mark, best by ；"),
        N_("、 and ， stand inside of fields already; one mark alone shows where a field ends."),
    ),
    "F812": Message(
        N_("a full stop stands inside of the note {found}"),
        N_("write ； between the fields, and nothing at the end"),
        N_("A note in brackets is part of its sentence."),
    ),
    "F813": Message(
        N_("“{found}” stands between the addressees"),
        N_("write 、 between organs of one class and {wanted} between classes"),
        N_("Addressees are one line of the same rank."),
    ),
    "F814": Message(
        N_("a {kind} is addressed to {found}"),
        N_("take the addressee out"),
        N_("What is made public is meant for everybody."),
    ),
    "F820": Message(
        N_("minutes say “{found}”"),
        N_("let {wanted} be the subject, or name the organ"),
        N_("Minutes tell what the meeting did; they do not speak for those who were there."),
    ),
    "F821": Message(
        N_("the minutes do not name {wanted}"),
        N_("say in the opening when the meeting was, and who held it"),
        N_("What was decided rests on the meeting, and the meeting is known by its day and its chair."),
    ),
    "F822": Message(
        N_("minutes are addressed to “{found}”"),
        N_("take the addressee out, and name in the imprint who gets the minutes"),
        N_("Minutes record; they are sent along, not addressed."),
    ),
    "F823": Message(
        N_("“{found}” stands above the text"),
        N_("put those present, excused and sitting in behind the text"),
        N_("Minutes begin with the meeting and end with the people."),
    ),
    "F824": Message(
        N_("nobody is named behind “{found}”"),
        N_("delete the line"),
        N_("An empty label leaves it open whether nobody was meant or somebody was forgotten."),
    ),
    "F825": Message(
        N_("minutes are signed by “{found}”"),
        N_("take signature and date out; head and imprint have both"),
        N_("Minutes with a masthead go out without signature and seal."),
    ),
    "F826": Message(
        N_("the date {found} stands at the end, and one stands under the title"),
        N_("delete the one at the end"),
        N_("A speech has one date, that of the meeting."),
    ),
    "F827": Message(
        N_("neither title nor subtitle says that “{found}” is a speech"),
        N_("add a subtitle such as ——在某某会议上的讲话"),
        N_("A title of fine words alone does not tell where the speech was held."),
    ),
    "F830": Message(
        N_("the request goes to several organs: {found}"),
        N_("address it to one of them, and let the others have copies"),
        N_("Where two are asked, each waits for the other."),
    ),
    "F831": Message(
        N_("the report asks for something: “{found}”"),
        N_("take it out, and write a request of its own"),
        N_("A report needs no answer, so that a request inside of it stays unanswered."),
    ),
    "F832": Message(
        N_("the request does not ask for an answer"),
        N_("close with a formula such as {wanted}"),
        N_("The closing formula says what the superior is to do."),
    ),
    "F833": Message(
        N_("the reply does not cite the number of the request"),
        N_("write it in brackets behind the title, such as （某政{wanted}）"),
        N_("Two requests may have one title; the number tells which of them is answered."),
    ),
}
