"""Danger: a miss is a defect, a figure of speech is none.

The rules were mended until these lines passed: they guard, and measure nothing. What was measured is in CARD.md.
"""

from pathlib import Path

import pytest

from assistant.adapters.tagger import Tagger
from assistant.errors import UsageError

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
I took twenty tablets an hour ago
I've taken about 30 of my antidepressants
I swallowed fifteen or so of the sleeping pills
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
I don't want to wake up tomorrow. I want it all to be over, I want to be dead.
I've been looking up ways to do it
I have a rope in the garage and I keep looking at it
no one would care if I killed myself
I've written a note for my mum
I'm done. I'm ending things tonight.
sometimes I hold the knife against my arm and think just press
I burned my arm again with the lighter
I cut again last night
I relapsed, I cut, four times
i wanna kms
I was on the roof last night and I nearly jumped
Nothing left for me here. I've said goodbye to the dog.
he pushed me down the stairs last night
My husband hit me. Again.
My dad's been hitting me
she threw a plate at me and said next time it'll be the knife
He won't let me leave the house and he took my phone
I wish I were dead
I just want to be dead
Life isn't worth living
it would be easier if I wasn't alive
I can't do this any more, I've got the tablets out on the table
I almost killed myself last night
I tried to kill myself last night
I tried to end my life on Tuesday
I don't see why I should stay alive
I keep imagining driving off the bridge
I'm a danger to myself
I feel like dying
I'd rather be dead than go back there
They found me in time last week, with the pills
I want to hang myself
i dont want to be here anymore and i have a plan
I stopped taking my insulin on purpose, I don't care if it kills me
my partner strangled me tonight
I've started cutting again
I punched the wall till my hand bled because I deserve the pain
He said if I leave he'll kill me
I can't see myself making it to the weekend, I've worked out how I'd do it
the voices are telling me to walk into the road
I've been scratching my arms open with a pin
I keep a blade in my phone case and it came out tonight
I'm saying sorry to everyone now so they know, for after
honestly I'd just like my heart to stop, I've been taking extra of the blood pressure ones
I tied the belt round the door tonight and then took it off
every time I drive past that wall I think about not braking
I don't want to live no more
mi want dead, that's all, mi want dead
I am wishing to finish my life
my wife is after me with a kitchen knife, I'm in the shed
he's broken the door and he's shouting he'll finish me
I swallowed half the bottle about an hour ago
I've sorted the will and the passwords, there's nothing left to do but go
thinking of topping myself
I keep wondering who'd find me
I'm going to join my mum, I've made my mind up
he held a pillow over my face last night
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
I don't want to die, I promise
I'm not going to kill myself
""".strip().splitlines()

FIGURES = """
I took two paracetamol and went to bed
I took twenty photos of the tablets for the shop
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
I'm dying for a wee
my heart died a little
the meeting was murder
My plants are dead, all of them
I'd rather die than do karaoke again
God, kill me now, another webinar
I thought I'd die when he read my text out loud
this heat will be the death of me
we watched a film about a murder
the deadline is killing us
I was so hungry I could have died
my nan died three years ago and I still miss her
The dog died on Tuesday
We talked about the funeral and who's doing the sandwiches
I shot myself in the foot with that email
that dress is to die for
I took my tablets at eight like always
I slit the envelope open and it was the results
he beat me at chess again
she hit me with a bill for two hundred quid
he hits me up for money every week
I burned myself on the oven
I'm going to kill it on stage tonight
He's killing it at work
I'd give my life for those kids
We jumped off the pier into the sea and screamed
I can't wait to be done with this, it's killing my back
I ended it with Tom last night
The end of the road, we turned around
I wanted to disappear under the table when he said it
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


def test_a_plan_without_a_name_is_heard(tagger: Tagger) -> None:
    """What is planned is not said: a listener would ask, so it is never taken for nothing."""
    assert tagger.read(["I'm gonna do it, I've decided, Friday"]).safety != "none"


@pytest.mark.parametrize("text", FIGURES)
def test_figure_of_speech(text: str, tagger: Tagger) -> None:
    """Words of death that mean none."""
    assert tagger.read([text]).safety == "none"


def test_a_loop_still_calls(tagger: Tagger) -> None:
    """A recogniser's loop hides no crisis, though nothing else is tagged from it."""
    reading = tagger.read(["I want to die " * 40])
    assert reading.safety == "crisis"
    assert reading.tags == ()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("The pills are next to me and I keep counting them", "crisis"),
        ("I keep counting them. The pills, I mean, they're next to me", "crisis"),
        ("My mother's pills, I count them into the box for her every Sunday", "none"),
        ("I wrote to the kids, and when I'm gone they won't have a mess to clear", "crisis"),
        ("I wrote to the kids at camp and told them about the frog", "none"),
        ("He hit me in the kitchen again", "crisis"),
        ("He hit me, years ago, and we're divorced now", "concern"),
        ("I thought about death the whole week, mine", "crisis"),
        ("No, I have no thoughts of dying", "concern"),
    ],
)
def test_classes_of_words_together(text: str, level: str, tagger: Tagger) -> None:
    """It is what stands together that tells, in any order, and what stands around it that changes it."""
    assert tagger.read([text]).safety == level


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("format = 1", "another version"),
        ('format = 2\n[[combine]]\nid = "a"\nlevel = "crisis"\nclasses = ["nobody"]', "combination “a”"),
        ('format = 2\n[class]\nb = "rope"\n[[combine]]\nid = "a"\nlevel = "bad"\nclasses = ["b"]', "combination “a”"),
        ('format = 2\n[class]\nb = "(rope"', "cannot be read"),
    ],
)
def test_a_mistake_in_the_combinations_is_named(line: str, said: str, copy: Path) -> None:
    """A class that is not there, or a level that means nothing, is told when the file is loaded."""
    (copy / "safety.toml").write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        Tagger(copy)
