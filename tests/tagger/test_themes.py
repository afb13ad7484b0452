"""What a reflection is about: more words, and what is told first counts most."""

import pytest

from assistant.adapters.tagger import Tagger
from assistant.adapters.tagger.patterns import Compiler
from assistant.adapters.tagger.pipeline import build
from assistant.adapters.tagger.rules import read_toml
from assistant.adapters.tagger.themes import Themes, Weight
from tagger.conftest import FOLDER

CASES = """
## words of a life, by theme
+ I did aqua fit with the Tuesday lot and then four widths on my back | exercise
+ We ran hill repeats in the rain and I got a personal best on the last one | exercise
+ I joined the running club and we did laps of the rink car park after my shift of nothing | exercise
- The computer runs out of memory and the bath was running when I got in from the bank | exercise
- I ran out of stamps so I walked to the counter and stood there for ages | exercise
- We ran late and the train was running behind as well, so that was that | exercise
+ The congregation stood for the last hymn and I lit a candle before evensong | faith
+ At iftar the imam spoke and after tarawih we walked home | faith
+ I went to mass and to confession and the choir sang the psalm | faith
- Oh my god, the car park was full again, god, I hate that car park and the ticket machine | faith
- My soul mate of a printer has jammed and thank god the shop had another one | faith
- There was a mass of wires behind the desk and I had to untangle the lot of them | faith
+ The infusion was cancelled so I rang the clinic about my dose and the side effects | health
+ The cardiologist changed my statins and the pharmacist had none of the new tablets | health
+ Blood tests at eight, then the scan, then a plaster and home with my prescription | health
- The patient queue at the bank went on and the sick yellow of the walls, and then I got a stamp | health
- We sat in the waiting area for the bus and the paint had a rash of bubbles on it | health
- The engine was coughing all the way up the hill and then it stopped by the gate | health

## what is told first
+ My shift at the warehouse was short staffed. Then I got the bus home and ate some toast by the window | work
+ My exam went badly, two essays and no time. After that I bought milk and fed the cat and sat about | school
+ Wide awake at three again, no sleep at all. In the day I bought a lamp and posted the parcel | sleep
- We walked the dog by the river and looked at the boats. Then I answered an email | work
- Bought compost, a trowel and some bulbs and did the beds. Somebody I knew went past the school | school
- Dug out the pond and the frogs came back. I put the bin out and the alarm was going off over the road | sleep
"""


def cases() -> list[tuple[str, str, str]]:
    out = []
    for line in CASES.strip().splitlines():
        if line and not line.startswith("##"):
            text, theme = line[2:].rsplit("|", 1)
            out.append((line[0], text.strip(), theme.strip()))
    return out


@pytest.mark.parametrize(("sign", "text", "theme"), cases())
def test_themes(sign: str, text: str, theme: str, tagger: Tagger) -> None:
    """What it is about, not each word in it."""
    assert (theme in tagger.read([text]).labels("theme")) == (sign == "+")


@pytest.fixture(scope="module")
def themes() -> Themes:
    lists = read_toml(FOLDER, "lists.toml")
    return Themes(read_toml(FOLDER, "themes.toml"), compiler=Compiler(lists["list"], lists["verb"]))


def weighed(themes: Themes, text: str) -> dict[str, Weight]:
    doc = build(FOLDER, steps=("clauses",))(text)
    return themes.weigh(doc.user_data["talk"])


PLAIN = "we stood there and looked at it for a bit"


def test_the_same_words_count_more_at_the_start(themes: Themes) -> None:
    """As a whole they weigh the same."""
    first, last = weighed(themes, f"the gym, {PLAIN}"), weighed(themes, f"{PLAIN}, the gym")
    assert first["exercise"].whole == last["exercise"].whole
    assert first["exercise"].faded > 5 * last["exercise"].faded


def test_a_word_said_again_counts_less(themes: Themes) -> None:
    """Whatever the place."""
    once, twice = (
        weighed(themes, f"the gym, a bench and {PLAIN}"),
        weighed(themes, f"the gym, a bench and the gym, and {PLAIN}"),
    )
    assert once["exercise"].whole < twice["exercise"].whole < 2 * once["exercise"].whole


def test_a_talk_without_such_words_weighs_nothing(themes: Themes) -> None:
    """And is no mistake."""
    assert weighed(themes, "mhm") == {} == weighed(themes, "")
