"""What is said of what stands behind the text: codes F501-F549."""

from docgen.catalogue.base import N_, Message

ENDING: dict[str, Message] = {
    "F501": Message(
        N_("the note on attachments begins with {found}, not with {wanted}"),
        N_("begin it two characters in with 附件 and a colon"),
        N_("The reader looks for the note two characters in, under the text, by its word 附件."),
    ),
    "F502": Message(
        N_("“{found}” stands behind the name of an attachment"),
        N_("delete it"),
        N_("Names of attachments are a list of titles, not a sentence."),
    ),
    "F503": Message(
        N_("{found} blank lines stand above the note on attachments, not {wanted}"),
        N_("leave one blank line above it"),
        N_("A blank line sets the note off from the text."),
    ),
    "F504": Message(
        N_("the name of an attachment goes on {found} in, not {wanted}"),
        N_("set a hanging indent, so that its second line begins under its first character"),
        N_("A name of two lines can only be told from two names when its second line is aligned."),
    ),
    "F505": Message(
        N_("the note on attachments has “{found}”, where “{wanted}” is due"),
        N_("number several attachments 1. 2. 3., and leave a single one without a number"),
        N_("The text refers to attachments by these numbers."),
    ),
    "F506": Message(
        N_("the note on attachments and the attachments differ: {found} here, {wanted} in the note"),
        N_("let both name the same attachments in the same words"),
        N_("A reader who misses an attachment compares it with the note."),
    ),
    "F510": Message(
        N_("the date is written “{found}”"),
        N_("write it like {wanted}: Arabic numerals, the whole year, no zeros before month and day"),
        N_("The date is what a document takes effect by; one form leaves nothing to read twice."),
    ),
    "F511": Message(
        N_("signature and date stand {found} from the right edge, where with a seal they stand {wanted}"),
        N_(
            "with a seal let the date end four characters from it and centre the organ on the date; without a seal let the organ end two characters from it and the date begin two behind the organ"
        ),
        N_("The seal is set on organ and date; where they stand wrong, it cannot press both."),
    ),
    "F513": Message(
        N_("“{found}” fills a page that has no text"),
        N_("delete it, and set lines or characters closer or wider"),
        N_("A page that anybody could print under a seal proves nothing."),
    ),
    "F515": Message(
        N_("the remark has {found}, not {wanted}"),
        N_("put it in full-width brackets, two characters in"),
        N_("A remark is told from the text by its brackets and its place under the date."),
    ),
    "F520": Message(
        N_("the label of the attachment is “{found}”, not “{wanted}”"),
        N_(
            "write 附件 and the Arabic number flush left, nothing behind it; leave a single attachment without a number"
        ),
        N_("Text and note refer to an attachment by this label."),
    ),
    "F521": Message(
        N_("the label of the attachment is set in {found}, not {wanted}"),
        N_("set it in {wanted}"),
        N_("In 黑体 the label is found at a glance when pages are turned."),
    ),
    "F522": Message(
        N_("the attachment does not begin a page"),
        N_("set “page break before” for its label"),
        N_("An attachment is bound behind the text, and may be taken out of it only as a whole."),
    ),
    "F523": Message(
        N_("{found} blank lines stand between label and title of the attachment, not {wanted}"),
        N_("leave one blank line, so that the title stands on the third line"),
        N_("The title of an attachment is centred on the third line of its page."),
    ),
    "F530": Message(
        N_("{found} stands where {wanted} is due"),
        N_("put those present first, then those excused, then those sitting in"),
        N_("Who was present is looked up in this order."),
    ),
    "F531": Message(
        N_("label and names are set in {found}, not in {wanted}"),
        N_("set the label in 黑体 and the names in 仿宋"),
        N_("The label leads the eye to the names behind it."),
    ),
    "F532": Message(
        N_("the line begins and goes on {found} in, not {wanted}"),
        N_("begin it two characters in, with a hanging indent up to the character behind the colon"),
        N_("Names of several lines stay one block under their label."),
    ),
    "F533": Message(
        N_("{found} blank lines stand above the people, not {wanted}"),
        N_("leave one blank line above them"),
        N_("A blank line sets the people off from the text."),
    ),
}
