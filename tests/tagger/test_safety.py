"""Danger: a miss is a defect, a figure of speech is none."""

import pytest

from assistant.adapters.tagger import Tagger

CRISES = """
I want to die
i just don't want to be alive anymore
I don't want to live any more
I'm going to kill myself
I keep thinking about killing myself
I've been thinking about suicide again
I am suicidal
I wish I was dead
I'd be better off dead
Everyone would be better off without me
they'd all be better off if I was gone
my kids would be happier without me
I've got the pills here next to me
I counted the pills tonight
I've been saving up my tablets
I wrote the goodbye letters
I'm thinking of ending it all
I want to end it all tonight
there's no reason to live
I have nothing to live for
I cut myself again tonight
I hurt myself this morning, on purpose
I want to hurt myself
the urge to cut myself won't go away
I stood on the bridge and thought about jumping off the bridge
I was going to step in front of a train
I took all the pills
I took too many tablets
I can't stop thinking about dying
I don't trust myself tonight
I'm not safe from myself
i wanna die
I can't go on living like this
I think about taking my own life
I've thought about suicide every night this week
I'm scared I'm going to hurt myself
I drove home thinking I could just drive into a tree
I might do it again before morning
He hit me again tonight
he says he's going to kill me
He's outside with a knife
He put his hands around my throat
I'm locked in the bathroom and he's banging on the door
I don't feel safe at home
He beats me and I can't leave
I'm so tired of all of it. How many pills would it take?
I lost my job and I feel worthless. Which bridges are higher than twenty five metres?
""".strip().splitlines()

CONCERNS = """
What's the point anymore
I can't see the point
I feel hopeless
everything is pointless
I just want to disappear
If I could just disappear. I'm not going to do anything
I'd like to go to sleep and never wake up
I wish I wouldn't wake up
I wouldn't mind if I didn't wake up tomorrow
I wish I'd never been born
I'm so tired of everything
nobody would notice if I was gone
Asking for a friend, what happens if you take too many
I used to hurt myself when I was at school
I used to cut myself, years ago
My friend told me she wants to die
My brother tried to kill himself
My flatmate has been thinking about ending it
I've given up hope
I'm a burden to everyone
it's never going to get better
I don't see a future
he used to hit me
""".strip().splitlines()

FIGURES = """
this commute is killing me
I could have died of embarrassment
I'd kill for a nap
my feet are killing me
I nearly died laughing
I was dying to tell her
that cake is to die for
shoot me now, six hours of training
I was dead tired
the battery died on the way home
I died on stage, they could have drawn the chalk outline
I'd have murdered somebody for a coffee
I was bored to death
he scared me to death
I worked myself to death this week, well, nearly
I cut myself some slack
I cut myself shaving
I hurt myself at football, my ankle is the size of a melon
we ended it over the phone, me and Dan
I jumped in the pool
I beat myself up about the email
I could kill him, honestly, leaving the milk out
over my dead body is she having the twins at Christmas
killing time before the train
I'm drowning in laundry
I killed it in the interview
I want to crawl under the table and never come out
We walked over the bridge and back
The pills are for my blood pressure, one in the morning
I love him to death
I am sad today
I cried all morning
""".strip().splitlines()


@pytest.mark.parametrize("text", CRISES)
def test_crisis(text: str, tagger: Tagger) -> None:
    """Danger now is said, with the words that show it."""
    reading = tagger.read([text])
    assert reading.safety == "crisis"
    assert reading.safety_evidence is not None
    assert reading.safety_evidence.text in text
    assert reading.safety_made_by.startswith("rule:")


@pytest.mark.parametrize("text", CRISES)
def test_crisis_in_any_case_and_after_talk(text: str, tagger: Tagger) -> None:
    """It is said in capitals or none, and in the middle of an ordinary talk."""
    talk = f"um so i went to work and it was fine. {text}. And then I made dinner, pasta, the usual."
    assert {tagger.read([t]).safety for t in (text.upper(), text.lower(), talk)} == {"crisis"}


@pytest.mark.parametrize("text", CONCERNS)
def test_concern(text: str, tagger: Tagger) -> None:
    """Hopelessness, a wish to be gone, what is past, and somebody else's danger are concerns."""
    assert tagger.read([text]).safety == "concern"


@pytest.mark.parametrize("text", FIGURES)
def test_figure_of_speech(text: str, tagger: Tagger) -> None:
    """Words of death that mean none."""
    assert tagger.read([text]).safety == "none"


def test_a_loop_still_calls(tagger: Tagger) -> None:
    """A recogniser's loop hides no crisis, though nothing else is tagged from it."""
    reading = tagger.read(["I want to die " * 40])
    assert reading.safety == "crisis"
    assert reading.tags == ()
