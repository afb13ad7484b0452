"""What stands around a clause and changes it: each group of triggers, lines for and lines against.

The words in brackets are asked about, whether or not a rule matches there.
"""

from pathlib import Path

import pytest
from spacy.language import Language

from assistant.adapters.tagger.normal import one_spelling
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.scene import Scene, Standing

FOLDER = Path(__file__).resolve().parents[2] / "models" / "tagger"

EFFECTS = {
    "negated": """
I didn't [call him back]
i never [went for my run]
I couldn't bring myself to [open the letter]
[I couldn't bring myself to say no]
never got round to [writing it down]
I got through dinner [without snapping at anyone]
instead of [scrolling] I read a book
rather than [shout at them] I went outside
I wasn't even [angry]
no [anxiety] at all today
it's not that I was [jealous]
I decided not to [answer it]
didn't manage to [ask her for help]
I got up and didn't [call him] and went for a run
forgot to [do my breathing]
I wouldn't say I was [sad]
neither [proud] nor ashamed
i expected to [be sad] but i wasn't
""",
    "not negated": """
I got up and didn't call him and [went for a run]
I didn't call him, [I went for a run]
not only was I [angry], I was tired
I can't stop [crying]
I couldn't help [laughing]
no wonder I was [tired]
I've never been so [happy]
I couldn't wait [to see her]
I didn't know [how tired I was]
instead of scrolling [I read a book]
I couldn't sleep because [I was so anxious]
I wasn't angry [but I was sad]
i was not sleeping so [i got up and wrote it down]
nobody knew I was [frightened]
""",
    "averted": """
I almost [called her]
I nearly [bit his head off], but I didn't
[I almost called him but I didn't]
I was about to [cancel] and then I didn't
was this close to [screaming at them]
I stopped myself from [sending it]
I should have [said no]
I meant to [ring the surgery]
I was going to [tell her] and I never did
could have [slunk off home]
I wanted to [tell him the truth] but I didn't
came near to [telling her yes]
resisted the urge to [check my phone]
I had every intention of [going to the gym]
I wish I had [told her]
thought about [calling my sister], changed my mind
supposed to [rest] today
nearly [went silent on him]
I had my hand on the bell, and [I rang it, but I didn't]
""",
    "not averted": """
I called her [almost every day]
nearly everyone came and [I danced]
I stopped myself and [counted to ten]
I was about to shout and [I went outside]
I should have said no, and [I said yes]
I meant to ring and [I made a cake]
I was so angry [but I didn't show it]
we were close to the sea and [I was calm]
I thought about it and [I said no]
I almost cancelled [and I went]
I was going to bed when [she rang and I told her]
I said I'd [call] and I did
I was going to [cancel the visit] and I did
""",
    "intended": """
Tomorrow I'll [ask for help]
next time I'll [count to ten]
my plan is to [go to bed early]
I'm gonna [tell him no]
i want to [start running again]
going to [ring the dentist first thing]
[I should rest more]
I need to [be kinder to myself]
maybe I'll [write it down]
tomorrow I'll call her, [ask for help], and go to bed early
I promised myself I'd [take a break]
my therapist wants me to [write it down]
I'd like to [sit with the others]
should [ring my brother on Sunday]
I might [try journalling]
[write it all out tomorrow]
I ought to [see a doctor]
""",
    "not intended": """
I had to [pull over and breathe]
I must admit [I was scared]
I was going to bed and [I cried]
I want you to know [I was furious]
Tomorrow is Tuesday. [I slept all day.]
I'll never forget it, [I was so proud]
I could feel my [heart going]
I have to say [I was relieved]
he will ring and [I said no today]
I got to [hold the baby]
""",
    "wished": """
I want to feel [calm]
I wish I was [happy]
i hoped to be [brave] today
I thought I would be [sad]
expected to feel [proud]
I'm longing for some [peace], looking for [calm]
I should be [grateful]
I just need to be [less angry]
""",
    "not wished": """
I wanted him to stay and [I was sad]
what I wish is gone. [I was happy.]
I hoped she'd ring, [I was lonely]
I felt [calm] and I want to say so
I looked for my keys, [I was furious]
""",
    "quoted": """
my sister said that [I was jealous]
she said I [snapped at her]
my mum thinks I'm [angry all the time]
he told me [I should rest]
according to her [I was furious]
the leaflet says [you feel calm]
Declan reckons [I'm too soft]
she said she was [scared]
they were like [I'm so proud]
my boss wants me to [work late again]
""",
    "not quoted": """
I told her [I was scared]
I said [I was sorry]
she asked what was wrong, and [I cried]
he said no so [I went home]
she said it would rain. [I was happy.]
I said to myself [I was proud]
she told me about her day but [I was so tired]
that said, [I was pleased]
I told my mum [I couldn't cope]
she went home and [I wept]
""",
    "past": """
years ago [I yelled at my mother]
when I was little [I was scared of dogs]
back in school [I hid in the toilets]
I used to [scroll for hours]
used to [lie awake all night]
in my twenties [I drank every night]
when I was a kid [I froze in lessons]
[I was ashamed of it] back in the nineties
growing up [I was lonely]
""",
    "not past": """
Years ago I'd have shouted, and today [I counted to ten]
I'm used to it and [I was calm]
We've been married ten years and [I love him]
it's a year since he died and [I miss him]
I went back to the school and [I was nervous]
he used to shout, but today [I said no]
When I was little we had a dog. [I was happy today.]
""",
    "general": """
[everyone gets sad]
people always [hide from it]
you get [angry] and you shout
most nights I [scroll till two]
I usually [shut down]
I read a book called [Anger]
it's normal to [feel sad]
every other year I'd have [said yes]
as a rule I [say yes]
""",
    "not general": """
people were kind and [I cried]
I usually shut down, but today [I spoke up]
I did what I always do, [I said yes]
you know, [I was angry]
I called Ray and [we talked]
everyone came and [I was happy]
as usual [I was tired]
every time this week [I said no]
""",
    "hypothetical": """
if I'd [stayed] I would have snapped
if I had [shouted at him] he would have left
I'd [never say it to his face], I would [snap]
what if [I froze]
unless [I rest]
as if I was [angry]
whenever [I'm tired I snap]
if only he knew, if I [told him]
""",
    "not hypothetical": """
he asked if I was ok and then [I cried]
if I'm honest [I was scared]
I was scared if you like, [I ran]
I asked what to do and [I rang her]
if you ask me, [I was rude]
I would like that, and [I rang her]
""",
    "gone": """
the [worry] lifted
the [dread] went away
all my [anger] was gone
I stopped feeling [guilty]
I'm no longer [afraid]
the [tension] drained away
I got over my [fear]
the [panic] passed
""",
    "not gone": """
he went away and [I was sad]
she passed me and [I was angry]
the bus had gone and [I was furious]
the lift was over there, [I was nervous]
they left me and [I cried]
he's gone and [I miss him]
""",
    "other": """
it made my sister [cry]
he was [furious]
I heard him [crying]
I told her to [rest]
they were [scared], I could tell
my mum was so [proud]
she seemed [lonely]
I asked him to [stop shouting]
""",
    "not other": """
he made me [cry]
she told me and [I cried]
it left me [furious]
they were out and [I rested]
I told him [the truth]
I saw her and [felt sick]
""",
}

OWNERS = {
    "self": """
I [went for a run]
[went for a run]
and [snapped at the kids]
my heart was [racing]
he made me [laugh]
she rang and I [cried]
me and Sarah [walked home]
my sister and I [talked]
we [had a row]
the film made me [weep]
my hands were [shaking]
I was the one who [shouted]
nearly [lost it]
she let me [cry]
""",
    "other": """
my mother [went for a run]
he [snapped at me]
this woman [shouted at me]
the kids [went wild]
some fella told me [to rest]
my boss, she [yelled at everyone]
everybody [laughed]
the bride was [terrified]
Declan [snapped at me]
people [kept asking]
my brother [slammed the door]
Sarah was [furious]
I watched him [cry]
one of the lads said [no]
someone [set a boundary]
the nurse was [kind]
who [shouted at me]
""",
    "thing": """
the phone [rang]
it was [frustrating]
my tea went [cold]
the whole day was [ruined]
dinner was [burnt]
that was [lovely]
""",
}

QUESTIONS = """
did I rest
why am I so angry
are you angry?
would you call her
what did I do
am I jealous?
sad?
and did I answer
"""
STATEMENTS = """
I was so angry, you know
how angry I was
I did rest
was so tired
had a bath
I asked was he coming
would have been nice
do you know I was proud
"""

CLAUSES = {
    "i got up and didn't call him and went for a run": ["i got up", "and didn't call him", "and went for a run"],
    "i was so tired and worried and my head hurt": ["i was so tired and worried", "and my head hurt"],
    "so um she rang and i was like so happy i cried": ["so um she rang", "and i was like so happy", "i cried"],
    "I was, I was so proud of him": ["I was so proud of him"],
    "we had pasta it was fine he did the dishes": ["we had pasta", "it was fine", "he did the dishes"],
    "i went home without saying bye": ["i went home", "without saying bye"],
    "instead of shouting i counted to ten": ["instead of shouting", "i counted to ten"],
    "i wanted to scream but i didn't i just sat there": ["i wanted to scream", "but i didn't", "i just sat there"],
    "he said he was sorry and put the kettle on": ["he said he was sorry", "and put the kettle on"],
    "because work was mad and i was late": ["because work was mad", "and i was late"],
    "i think i was jealous": ["i think i was jealous"],
    "I told her that I was scared": ["I told her that I was scared"],
}


def lines(table: str) -> list[str]:
    return [line for line in table.strip().splitlines() if line]


def bracketed(tables: dict[str, str]) -> list[tuple[str, str]]:
    return [(name, line) for name, table in tables.items() for line in lines(table)]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return build(FOLDER)


def standing(line: str, nlp: Language) -> Standing:
    """Of the words in brackets."""
    start = line.index("[")
    end = line.index("]") - 1
    scene, (first, last) = span(line.replace("[", "").replace("]", ""), start, end, nlp)
    return scene.standing(first, last)


def span(text: str, start: int, end: int, nlp: Language) -> tuple[Scene, tuple[int, int]]:
    scene: Scene = nlp(one_spelling(text)).user_data["scene"]
    inside = [k for k, (a, b) in enumerate(scene.talk.at) if a >= start and b <= end]
    return scene, (inside[0], inside[-1] + 1)


@pytest.mark.parametrize(("effect", "line"), bracketed(EFFECTS))
def test_effect(effect: str, line: str, nlp: Language) -> None:
    """A trigger is heard as far as it reaches, and no further."""
    heard = standing(line, nlp)
    if effect.startswith("not "):
        assert effect.removeprefix("not ") not in heard.effects
    elif effect == "other":
        assert "other" in heard.effects or heard.owner == "other"
    else:
        assert effect in heard.effects


@pytest.mark.parametrize(("owner", "line"), bracketed(OWNERS))
def test_owner(owner: str, line: str, nlp: Language) -> None:
    """Whose doing it is, without a parser."""
    assert standing(line, nlp).owner == owner


FELT = """
he scared me half to death
he made me cry
it really got me down
I told her I was scared
my brother annoyed me so much
I couldn't sleep for it
I nearly cried
"""
NOT_FELT = """
he was scared of me
she told me she was frightened
I wasn't angry
my mother cried at the table
I used to be scared of dogs
I want to feel calm
the dread lifted
"""


@pytest.mark.parametrize("line", lines(FELT))
def test_a_feeling_may_be_told(line: str, nlp: Language) -> None:
    """Nothing around it says that it is another's, or not felt."""
    scene, _ = span(line, 0, len(line), nlp)
    assert scene.clause(len(scene.talk.clauses) - 1).is_felt


@pytest.mark.parametrize("line", lines(NOT_FELT))
def test_no_feeling_of_mine_is_told(line: str, nlp: Language) -> None:
    """Another's, denied, long ago, wished or gone."""
    scene, _ = span(line, 0, len(line), nlp)
    assert not scene.clause(0).is_felt


@pytest.mark.parametrize("line", lines(QUESTIONS))
def test_a_question(line: str, nlp: Language) -> None:
    """By its mark, or by the order of its words."""
    scene, (first, last) = span(line, 0, len(line), nlp)
    assert scene.standing(first, last).is_question


@pytest.mark.parametrize("line", lines(STATEMENTS))
def test_no_question(line: str, nlp: Language) -> None:
    """What only begins like one."""
    scene, (first, last) = span(line, 0, len(line), nlp)
    assert not scene.standing(first, last).is_question


@pytest.mark.parametrize("effect", sorted({e.removeprefix("not ") for e in EFFECTS}))
def test_each_group_has_lines_for_and_against(effect: str) -> None:
    """Three of each at the least."""
    assert len(lines(EFFECTS[effect])) >= 3
    assert len(lines(EFFECTS[f"not {effect}"])) >= 3


def clauses(text: str, nlp: Language) -> list[str]:
    talk = nlp(one_spelling(text)).user_data["talk"]
    spans = [talk.chars(first, last) for first, last in talk.clauses]
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize("text", CLAUSES)
def test_clauses(text: str, nlp: Language) -> None:
    """Talk without reliable marks is cut where a new doing begins."""
    found = [c.strip(" ,") for c in clauses(text, nlp)]
    assert [c for c in found if c not in ".?!"] == CLAUSES[text]
