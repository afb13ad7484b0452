"""The rules and decided cases of the codebook: lines for and against each."""

import pytest

from assistant.adapters.tagger import Tagger

FELT = """
I was so proud | pride said
I could not stop smiling | joy shown
I was furious with him | anger said
My heart was going like a drum | anxiety shown
my eyes just filled up | sadness shown
I was anxious all morning, then calm | anxiety said
I was anxious all morning, then calm | calm said
the worry lifted | relief said
I was so embarrassed | shame said
I feel guilty about it | guilt said
I'm annoyed with the whole lot of them | frustration said
I am completely drained | exhaustion said
I was nervous before it | anxiety said
I felt optimistic for once | hope said
I'm lonely, that's the truth | loneliness said
I was gutted | disappointment said
Gutted. | disappointment said
so tired | exhaustion said
It made me furious | anger said
I miss him every day | grief said
I was bored out of my mind | boredom said
I felt disgusted | disgust said
I was confused by it | confusion said
I was jealous of her | jealousy said
I'm grateful for the lift home | gratitude said
I was, I was so happy | joy said
um i was like so excited | excitement said
i was overwhelmed by all of it | overwhelm said
it was so frustrating | frustration said
I didn't see it coming | surprise said
I retched at the smell | disgust shown
I breathed out all the way | relief shown
"""

NOT_FELT = """
My mother was furious | anger
she was so happy | joy
my boss looked stressed | anxiety
the bride was terrified | fear
I wasn't even angry | anger
no anxiety at all today | anxiety
I expected to be sad, but I wasn't | sadness
the worry lifted | anxiety
I want to feel calm | calm
I wish I was happy | joy
everyone gets sad | sadness
people get lonely | loneliness
are you angry? | anger
why would I be sad? | sadness
I read a book called Anger | anger
I feel like pizza | joy
I love that store's prices | love
it was a blue car | sadness
a calm sea | calm
the mad rush | anger
Sad little salad on the side | sadness
I'm afraid they were closed | fear
my sister said that I was jealous | jealousy
he told me he was proud of me | pride
if I was angry I would say so | anger
I used to be anxious | anxiety
I was never ashamed of it | shame
she almost made him angry | anger
he was excited about it | excitement
I hope to be calm tomorrow | calm
"""

DID = """
I actually paused | paused done
I counted to ten | paused done
I put the phone face down and made tea first | paused done
I left the room and came back | paused done
I did not set the boundary | set_boundary not_done
I told her no | set_boundary done
I said no to the extra shift | set_boundary done
told my brother no about the money | set_boundary done
Tomorrow I will ask for help | asked_for_help intended
I asked my sister for help | asked_for_help done
I should rest more | rested intended
I went to bed early | rested done
I almost snapped, but I didn't | snapped not_done
I nearly bit his head off | snapped not_done
I snapped at the kids | snapped done
I yelled at him | snapped done
I never snapped at any of them | snapped not_done
I kind of half did the homework | did_homework done
I didn't do my homework | skipped_homework done
I will do the homework tomorrow | did_homework intended
I should have said no, and I said yes | set_boundary not_done
I said yes again when I meant no | people_pleased done
I apologised to her | spoke_honestly done
I told him the truth | spoke_honestly done
I did the breathing thing | grounded done
I splashed cold water on my face | grounded done
I wrote down all my worries | wrote_it_down done
I noticed the spiral starting | noticed_pattern done
I caught myself doing it again | noticed_pattern done
I called my friend back | connected done
I didn't call her | connected not_done
I opened the letter from the bank | faced_it done
I'll ring the dentist on Monday | faced_it intended
I couldn't get a word out | shut_down done
I just froze | shut_down done
I lay awake going over it | spiralled done
I ignored all her messages | withdrew done
I worked till midnight | overworked done
I scrolled for three hours | numbed_out done
I called myself an idiot | self_criticised done
I told myself it's okay, you did your best | kind_self_talk done
I went for a run | moved_body done
Usually I shout, this time I went outside | did_differently done
"""

NOT_DONE_BY_ME = """
my sister set a boundary with me | set_boundary
he snapped at me | snapped
she went for a run | moved_body
my boss yelled at everyone | snapped
they asked me for help | asked_for_help
my therapist said I should rest | rested
years ago I yelled at my mother all the time | snapped
I used to scroll for hours | numbed_out
when I was a kid I froze in every lesson | shut_down
back in school I hid in the toilets | avoided
did I rest? | rested
would you call her? | connected
if I had snapped at him he would have left | snapped
my sister said that I called her | connected
I wrote a shopping list | wrote_it_down
I sent some emails | wrote_it_down
I had lunch with the team | connected
the frozen peas fell out | shut_down
the exercise bike is in the garage | moved_body
he wrote down his worries | wrote_it_down
"""


def cases(table: str) -> list[tuple[str, str]]:
    rows = (line.split("|") for line in table.strip().splitlines())
    return [(text.strip(), label.strip()) for text, label in rows]


@pytest.mark.parametrize(("text", "label"), cases(FELT))
def test_felt(text: str, label: str, tagger: Tagger) -> None:
    """The speaker's own feeling, said or shown."""
    assert label in {f"{t.label} {t.detail}" for t in tagger.read([text]).tags if t.kind == "emotion"}


@pytest.mark.parametrize(("text", "label"), cases(NOT_FELT))
def test_not_felt(text: str, label: str, tagger: Tagger) -> None:
    """Another's, denied, gone, wished, asked, general, quoted, or another sense of the word."""
    assert label not in tagger.read([text]).labels("emotion")


@pytest.mark.parametrize(("text", "label"), cases(DID))
def test_did(text: str, label: str, tagger: Tagger) -> None:
    """A doing with its status."""
    assert label in {f"{t.label} {t.detail}" for t in tagger.read([text]).tags if t.kind == "behaviour"}


@pytest.mark.parametrize(("text", "label"), cases(NOT_DONE_BY_ME))
def test_not_mine(text: str, label: str, tagger: Tagger) -> None:
    """What others did, what was long ago, what is asked or only supposed is not tagged."""
    assert label not in tagger.read([text]).labels("behaviour")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("My mom rang", {"mother"}),
        ("Mum was there", {"mother"}),
        ("my dad and my mother came", {"father", "mother"}),
        ("Fiona, my manager, was in", {"Fiona"}),
        ("I told Marcus about it", {"Marcus"}),
        ("my boss asked again", {"boss"}),
        ("I drove to Memphis in the rain", set()),
        ("The kids had a nap", {"kids"}),
        ("she told me to go", set()),
        ("I'd rather not. I've had enough.", set()),
        ("my abuela cooked", {"abuela"}),
        ("I said hi to my mother-in-law", {"mother-in-law"}),
        ("On Monday in July we went to Leeds", set()),
    ],
)
def test_people(text: str, people: set[str], tagger: Tagger) -> None:
    """Kin folded, roles with an owner, given names; places, days and crowds are none."""
    assert set(tagger.read([text]).labels("person")) == people


def test_grief_takes_the_place_of_sadness(tagger: Tagger) -> None:
    """Where a loss is told, grief stands alone."""
    labels = tagger.read(["I miss her so much since she died. I cried in the car."]).labels("emotion")
    assert "grief" in labels
    assert "sadness" not in labels


def test_a_plain_day_has_no_feelings(tagger: Tagger) -> None:
    """No answer is a valid answer."""
    text = "Got up at seven, fed the cat. Went to the shop for bread. My wife got home around five. That's about it."
    reading = tagger.read([text])
    assert reading.labels("emotion") == ()
    assert reading.labels("behaviour") == ()
    assert reading.safety == "none"
