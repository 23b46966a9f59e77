"""What is said of title, addressees and headings: codes F401-F449."""

from docgen.catalogue.base import N_, Message

BODY: dict[str, Message] = {
    "F401": Message(
        N_("the title does not stand in the middle"),
        N_("centre the paragraph and set its indents to zero"),
        N_("The title is centred; an indent of the first line moves it off the middle."),
    ),
    "F402": Message(
        N_("the title is set in {found}, not in a 小标宋 such as {wanted}"),
        N_("choose a 小标宋 typeface for it"),
        N_("The title is set in 小标宋 of 2号; the typeface is bold enough by itself."),
    ),
    "F403": Message(
        N_("the title has the size {found}, not {wanted}"),
        N_("set its size to 2号 (22 pt)"),
        N_("The title is set in 小标宋 of 2号."),
    ),
    "F404": Message(
        N_("{found} blank lines stand above the title, not {wanted}"),
        N_("set the space above the title, or add or delete blank lines"),
        N_("The title stands two blank lines below the red rule."),
    ),
    "F405": Message(
        N_("the lines of the title have {found} characters: no trapezoid and no diamond"),
        N_("break the lines elsewhere, between words"),
        N_(
            "The lines of a title are a trapezoid or a diamond: none is shorter than both of those around it, and the last is more than one or two characters."
        ),
    ),
    "F406": Message(
        N_("a line of the title has {found} characters, but a line holds {wanted}"),
        N_("break the line by hand, between words"),
        N_("Word breaks a line that is too long at any character; the lines of a title are broken between words."),
    ),
    "F407": Message(
        N_("the title has the marks {found}"),
        N_("leave them out"),
        N_("A title has no stop at its end, and inside no marks but quotes, brackets, 《》 and 、."),
    ),
    "F408": Message(
        N_("the title ends in “{found}”, not in the form {wanted}"),
        N_("name the subject behind 关于, and end with 的 and one of the fifteen kinds"),
        N_("A title consists of the organ, the subject and the kind of document, which is one of fifteen."),
    ),
    "F409": Message(
        N_("the line of the addressees begins {found} in, not {wanted}"),
        N_("set all its indents to zero"),
        N_("The addressees stand flush left, also where their line wraps."),
    ),
    "F410": Message(
        N_("the line of the addressees ends in “{found}”, not in “{wanted}”"),
        N_("write a full-width colon at its end"),
        N_("A full-width colon stands behind the last addressee."),
    ),
    "F411": Message(
        N_("{found} blank lines stand between the title and the addressees, not {wanted}"),
        N_("set the space below the title, or add or delete a blank line"),
        N_("The addressees stand one blank line below the title."),
    ),
    "F412": Message(
        N_("the line of the addressees is set in {found}, the text in {wanted}"),
        N_("give it the typeface and size of the text"),
        N_("What the standard does not set otherwise looks as the text does, 仿宋 of 3号."),
    ),
    "F413": Message(
        N_("the heading of the first level is set in {found}, not in {wanted}"),
        N_("set it in 黑体"),
        N_("The levels are told apart by their typefaces: 黑体, 楷体, then 仿宋."),
    ),
    "F414": Message(
        N_("the heading of the second level is set in {found}, not in {wanted}"),
        N_("set it in 楷体, the text behind its first sentence in 仿宋"),
        N_("The levels are told apart by their typefaces: 黑体, 楷体, then 仿宋."),
    ),
    "F415": Message(
        N_("the heading of the third or fourth level is set in {found}, not in {wanted}"),
        N_("set it in the typeface of the text"),
        N_("The levels are told apart by their typefaces: 黑体, 楷体, then 仿宋."),
    ),
    "F416": Message(
        N_("the heading has the size {found}, the text {wanted}"),
        N_("give the heading the size of the text"),
        N_("Headings of all levels are as large as the text; typefaces tell them apart."),
    ),
    "F417": Message(
        N_("the heading stands {found} in, not {wanted}"),
        N_("indent its first line by two characters"),
        N_("Headings begin two characters in, as every paragraph of the text does."),
    ),
    "F420": Message(
        N_("the ordinal is written {found}, not {wanted}"),
        N_("write the ordinal with its own mark; of automatic numbers, set the format of the list"),
        N_("The levels are written 一、, （一）, 1. and （1）."),
    ),
    "F422": Message(
        N_("the level {found} follows where {wanted} comes next"),
        N_("use the next level, or add the one that is missing"),
        N_("The levels follow one another as 一、, （一）, 1., （1）; none is left out between."),
    ),
    "F423": Message(
        N_("the heading may stand alone at the foot of a page, unlike the others"),
        N_("tick “Keep with next” in the format of the paragraph"),
        N_(
            "A heading that stands alone at the foot of a page is parted from its text; most headings here are kept with it."
        ),
    ),
    "F424": Message(
        N_("the ordinal {found} is an automatic number"),
        N_("type the ordinal, or turn the automatic number into text"),
        N_(
            "Automatic numbers change or vanish when text is copied into another document, and every program draws them its own way."
        ),
    ),
    "F425": Message(
        N_("headings that are not in the outline, unlike the others: {found}"),
        N_("give them the style, or the outline level, of the other headings"),
        N_("The outline is what the navigation pane and a table of contents are made of."),
    ),
    "F427": Message(
        N_("the salutation begins {found} in, not {wanted}"),
        N_("set all its indents to zero"),
        N_("The salutation of a speech stands flush left, as addressees do."),
    ),
    "F428": Message(
        N_("the line below the title is set in {found}, not {wanted}"),
        N_("set it in 楷体 of 3号"),
        N_("Who speaks, and when, usually stands below the title of a speech in 楷体 of 3号."),
    ),
    "F429": Message(
        N_("the date below the title is written {found}, not {wanted}"),
        N_("put it in full-width brackets"),
        N_("The date of a speech stands below its title in full-width brackets."),
    ),
    "F430": Message(
        N_("the speech has headings of the level {found}"),
        N_("use 一是, 一要 or a sentence that leads the paragraph"),
        N_("A speech is heard, not read: more than the two levels 一、 and （一） cannot be followed."),
    ),
    "F431": Message(
        N_("the title has the chain “{found}”"),
        N_("keep one 关于 and one kind, such as 转发…关于…的通知"),
        N_("A document that passes on another takes over its title; 关于 and the kind are not said twice."),
    ),
}
