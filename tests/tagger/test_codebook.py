"""The rules and decided cases of the codebook: lines for and against each."""

import pytest

from assistant.adapters.tagger import Tagger
from assistant.journal import Reading

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


RULES = """
## said and shown both count, and the tag says which
- I hummed a tune for the choir test | joy
+ I sat on the stairs with my coat still on | exhaustion shown
+ I was so proud of her | pride said
+ I'm chuffed to bits, I was so happy | joy said
+ I could not stop smiling all the way home | joy shown
+ my eyes just filled up on the bus | sadness shown
- I could not stop smiling | joy said
- I was so proud | pride shown
- my eyes just filled up | sadness said

## another's feeling is not the speaker's
+ she was furious and I was furious as well | anger
+ he made me furious | anger
+ my brother was there and I was so happy | joy
- My mother was furious | anger
- the whole team was gutted | disappointment
- she said she was scared | fear
- my boss looked so stressed out | anxiety
- Declan was over the moon | joy

## denied is not felt
+ I was not calm, I was furious | anger
+ I wasn't only sad, I was lonely | loneliness
+ I've never been so embarrassed | shame
- I wasn't even angry | anger
- no anxiety at all today | anxiety
- I expected to be sad, but I wasn't | sadness
- it's not that I was jealous | jealousy
- i was neither proud nor ashamed of it | shame

## gone is not felt, and may be relief
+ the worry lifted | relief
+ I was anxious all morning, then calm | anxiety
+ I was anxious all morning, then calm | calm
+ the weight came off my shoulders | relief
- the worry lifted | anxiety
- I'm no longer afraid of it | fear
- I stopped feeling guilty | guilt
- all the anger was gone | anger

## a wish, a question, a remark, a quote is no feeling
+ what do you know, I was proud | pride
+ I wanted to go home and I was so tired | exhaustion
+ everyone was there and I was lonely | loneliness
+ I asked her why and I was so relieved | relief
- I want to feel calm | calm
- I wish I was happy | joy
- why am i so sad | sadness
- are you angry? | anger
- everyone gets sad | sadness
- you get lonely and that's that | loneliness
- I read a book called Anger | anger
- the leaflet says you feel calm after | calm
- if I was angry I'd say so | anger

## words that take others in
+ I was humiliated | shame said
+ I felt such remorse | guilt said
+ I'm so irritated | frustration said
+ I was drained | exhaustion said
+ I was on edge all day | anxiety said
+ I felt so tender towards him | love
+ I'm optimistic about it | hope said
+ I was satisfied with that | contentment said
- I was drained by the end | sadness
- I was satisfied with that | pride
- I'm so irritated | anger

## an ambiguous word counts in its feeling sense alone
+ I was so blue today | sadness
+ I felt calm | calm
+ I was mad at him | anger
- I feel like pizza | joy
- I love that store's prices | love
- it was a blue car | sadness
- a calm sea | calm
- the mad rush at five | anger
- guilty pleasure on the telly | guilt
- I'm afraid we're closed on Mondays | fear

## others' doings are not tagged
+ my sister shouted and I counted to ten | paused done
+ he was there when I told him no | set_boundary done
+ she let me, so I asked her for help | asked_for_help done
- my sister set a boundary with me | set_boundary
- he snapped at me | snapped
- she went for a run this morning | moved_body
- my mum told me to rest | rested
- I watched my brother yell at the kids | snapped

## long ago is background
+ last night I yelled at him | snapped done
+ this week I went for a run | moved_body done
+ it's years since I danced, and today I went for a run | moved_body done
- years ago I yelled at my mother | snapped
- back in school I hid in the toilets | avoided
- I used to scroll for hours | numbed_out
- when I was little I froze in every lesson | shut_down

## done
- shut the laptop bag in the door | set_boundary
+ I let it ring out, and I let it ring out again | withdrew done
+ I actually paused | paused done
+ i told my mum no | set_boundary done
+ I kind of half did the homework | did_homework done
+ went for a run, slow, but I went | moved_body done
- I was going to go for a run | moved_body done
- I nearly yelled at him | snapped done
- tomorrow I'll go for a run | moved_body done

## not done: denied, averted, failed to, should have
- turned round in the drive and parked | faced_it
+ I did not set the boundary | set_boundary not_done
+ I almost snapped, but I didn't | snapped not_done
+ I never yelled at any of them | snapped not_done
+ I should have asked for help | asked_for_help not_done
+ I meant to go for a run and I didn't | moved_body not_done
+ I got through tea without yelling at them | snapped not_done
+ I couldn't bring myself to ask for help | asked_for_help not_done
- I could not stop crying and I asked for help | asked_for_help not_done
- I didn't sleep, so I went for a run | moved_body not_done
- I got up and didn't eat and went for a run | moved_body not_done

## a pause is tagged only where one is told
+ I almost snapped, but I counted to ten | paused done
+ I left the room and came back | paused done
+ I put the phone down before I answered | paused done
+ I put the phone down first and made tea | paused done
- I almost snapped, but I didn't | paused
- I never yelled at them | paused
- I nearly bit his head off | paused

## intended
+ Tomorrow I will ask for help | asked_for_help intended
+ I should rest more | rested intended
+ next time I'll count to ten | paused intended
+ my plan is to go for a run before work | moved_body intended
+ i'm gonna tell him no on friday | set_boundary intended
- I had to ask for help | asked_for_help intended
- I went to ask for help | asked_for_help intended
- he will ask for help | asked_for_help intended

## not done and done later are both tagged
+ I didn't ask for help on Monday. On Tuesday I asked for help. | asked_for_help not_done
+ I didn't ask for help on Monday. On Tuesday I asked for help. | asked_for_help done
+ I didn't go for a run this morning, and I went for a run at six | moved_body not_done
+ I didn't go for a run this morning, and I went for a run at six | moved_body done
- I asked for help on Tuesday | asked_for_help not_done
- I didn't ask for help on Monday | asked_for_help done
- I went for a run | moved_body not_done

## noticing is enough
+ I noticed the spiral starting | noticed_pattern done
+ I caught myself doing it again | noticed_pattern done
+ there it was, the old pattern, and I went for a run | noticed_pattern done
+ there it was, the old pattern, and I went for a run | moved_body done
- I noticed the shop was shut | noticed_pattern
- I caught the bus | noticed_pattern
- he noticed I was late | noticed_pattern

## usually X, this time Y
+ for once in my life I let somebody else drive | did_differently done
+ first time ever I asked before I jumped | did_differently done
+ any other year I'd have gone along with it, and I stayed home | did_differently done
+ Usually I shout, this time I went outside | did_differently done
+ normally I'd say yes, and today I told her no | did_differently done
+ for once I didn't yell | snapped not_done
- Usually I shout, this time I went outside | snapped
- Normally I hide, today I went in | avoided
- normally I'd say yes, and today I told her no | people_pleased
- I went outside | did_differently

## facing a fear with no word on one's usual way
+ I opened the letter from the bank | faced_it done
+ I finally rang the dentist | faced_it done
+ i got in the lift, the thing i'd been dreading | faced_it done
- I opened the letter from the bank | did_differently
- I got a letter from the bank | faced_it
- I opened the window | faced_it

## the plan to do the avoided thing
+ I'll ring the dentist on Monday, I've put it off for weeks | faced_it intended
+ tomorrow I'm going to open that letter | faced_it intended
+ I need to face the inbox tomorrow | faced_it intended
- I opened that letter | faced_it intended
- I'll buy bread on Monday | faced_it
- she'll open that letter tomorrow | faced_it

## homework left undone
+ I didn't do my homework | skipped_homework done
+ the worksheet is still blank | skipped_homework done
+ never did the exercise she gave me | skipped_homework done
- I didn't do my homework | did_homework
- I didn't do my homework | skipped_homework not_done
- I did the worksheet | skipped_homework

## a plan to do the homework
+ I will do the homework tomorrow | did_homework intended
+ I'm going to fill in the worksheet tonight | did_homework intended
+ my therapist wants me to keep a log this week, and I will | did_homework intended
- I will do the homework tomorrow | did_homework done
- I will do the homework tomorrow | skipped_homework
- I did the homework yesterday | did_homework intended

## should have said no, and said yes
+ I should have said no, and I said yes | set_boundary not_done
+ I said yes again when I meant no | people_pleased done
- I said yes again when I meant no | set_boundary
- I said yes to tea | people_pleased
+ I smiled and said yes, and I was seething | people_pleased done
- I should have said no | people_pleased

## refusing, telling, and both
+ I said no to the extra shift | set_boundary done
+ I told him the truth | spoke_honestly done
+ I apologised to her | spoke_honestly done
+ I told her I'm sorry for what I said | spoke_honestly done
- I said no to the extra shift | spoke_honestly
- I told him the truth | set_boundary
- he apologised to me | spoke_honestly

## grounded only where a settling tool is told
+ I did the breathing thing | grounded done
+ I splashed cold water on my face | grounded done
+ I named five things I could see | grounded done
- I counted to ten before I answered | grounded
- I left the room and came back | grounded
- I drank some water | grounded

## thoughts written down, not lists and mails
+ I wrote down all my worries | wrote_it_down done
+ I put it all in my journal | wrote_it_down done
+ wrote three pages about how I felt | wrote_it_down done
- I wrote a shopping list | wrote_it_down
- I wrote an email to HR | wrote_it_down
- he wrote down his worries | wrote_it_down

## connected is reaching out
+ knocked on next door with half the cake | connected done
+ I called my friend back just to talk | connected done
+ I let her hug me | connected done
+ I texted my sister to see how she was | connected done
- I had lunch with the team | connected
- I sat next to him at work | connected
- I rang the doctor for help | connected

## avoided is for tasks, withdrew for people
+ I put off the tax form again | avoided done
+ I cancelled the dentist | avoided done
+ I ignored all her messages | withdrew done
+ I didn't answer anyone's texts all weekend | withdrew done
- I put off the tax form again | withdrew
- I ignored all her messages | avoided
- they put off the meeting | avoided

## grief takes the place of sadness
+ it's a year since we lost Dad and I was in bits | grief
+ I miss her so much since she died. I cried in the car. | grief
+ I was sad all day | sadness
+ I miss him every day since the funeral | grief
+ My mother died this morning | grief
+ we buried my gran today | grief
- I miss her so much since she died. I cried in the car. | sadness
- the funeral is on Friday | sadness
- his nan died in March | grief
- my mum nearly died laughing | grief

## self-attack
+ I called myself an idiot | self_criticised done
+ I'm so stupid, I told myself | self_criticised done
+ I was so embarrassed | shame
- I called myself an idiot | shame
- he called me an idiot | self_criticised
- I called myself in sick | self_criticised

## danger that is felt and danger that is a figure
+ I don't want to wake up tomorrow | safety:concern
+ I just want to disappear | safety:concern
+ what is the point of any of it | safety:concern
+ I want to kill myself | safety:crisis
- this commute is killing me | safety:concern
- I could have died of embarrassment | safety:crisis
- I'd kill for a nap | safety:crisis

## people: folded, named, counted
+ My mom rang | person:mother
+ mum was there | person:mother
+ my dad and I walked | person:father
+ Fiona, my manager, was in | person:Fiona
+ my manager Fiona was in | person:Fiona
+ the kids had a nap | person:kids
+ my brothers came round | person:brothers
+ my nan died in March and I miss my nan | person:nan
+ my abuela cooked | person:abuela
+ Dr Menon was kind to me | person:Dr Menon
+ told sarah about it | person:Sarah
- Fiona, my manager, was in | person:manager
- my wife Harpreet made tea. My wife is kind. | person:wife
- she told me to go | person:she
- everyone was there | person:everyone
- my mum rang | person:mum
- I drove to Memphis in the rain | person:Memphis
- there was a crowd of people | person:people
- the dog, Biscuit, ate my lunch | person:Biscuit
- he said it's fine Dad | person:father
- her mother collected her | person:mother

## themes: what it is about
+ work was mad, my boss moved the deadline and the client shouted | theme:work
+ my exam is Friday and I've an essay due for uni | theme:school
+ I couldn't sleep, wide awake at three, then the alarm went | theme:sleep
+ I prayed in church this morning and the sermon was good | theme:faith
- I was so sad with my therapist today | theme:health
- my husband came home and we had pasta | theme:love
- I bought stamps and a birthday card | theme:family
"""

FOR_A_TRAINED_PART = """
## said and shown both count, and the tag says which
+ I hummed the whole way round the supermarket | joy shown
+ I kept the voicemail and played it four times over | love shown

## done
+ asked Meg would she sit with me while I rang them | asked_for_help done
+ I shut the laptop at five on the dot with two still unread | set_boundary done

## not done: denied, averted, failed to, should have
+ got as far as the gate and turned round | faced_it not_done
+ was all set to have a go at her and let it drop | snapped not_done
+ the trainers never left the bag | moved_body not_done

## usually X, this time Y
- for once the train was on time | did_differently

## should have said no, and said yes
+ I should have said no, and I said yes | people_pleased done

## refusing, telling, and both
- I said no thanks to sugar | set_boundary

## self-attack
- I called myself a taxi | self_criticised

## themes: what it is about
- I walked past a church | theme:faith

## connected is reaching out
+ she put her hand on my back and I left it there | connected done
- knocked on next door about the bins | connected
+ I finally answered Leon's letter, four pages | connected done
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


def rule_cases(table: str) -> list[tuple[str, str, str, str]]:
    """(rule, sign, text, tag) of each line."""
    out = []
    rule = ""
    for line in table.strip().splitlines():
        if line.startswith("## "):
            rule = line[3:]
        elif line:
            text, tag = line[2:].rsplit("|", 1)
            out.append((rule, line[0], text.strip(), tag.strip()))
    return out


def told(reading: Reading) -> set[str]:
    """Every tag with and without its detail."""
    out = {f"safety:{reading.safety}"}
    for tag in reading.tags:
        prefix = f"{tag.kind}:" if tag.kind in ("theme", "person") else ""
        out |= {prefix + tag.label, f"{prefix}{tag.label} {tag.detail}"}
    return out


@pytest.mark.parametrize(("rule", "sign", "text", "tag"), rule_cases(RULES))
def test_rule(rule: str, sign: str, text: str, tag: str, tagger: Tagger) -> None:
    """Each rule and each decided case of the codebook."""
    assert (tag in told(tagger.read([text]))) == (sign == "+")


@pytest.mark.xfail(strict=True, reason="shown in words that no rule lists: for the trained part")
@pytest.mark.parametrize(("rule", "sign", "text", "tag"), rule_cases(FOR_A_TRAINED_PART))
def test_rule_in_other_words(rule: str, sign: str, text: str, tag: str, tagger: Tagger) -> None:
    """The same rules, told in pictures."""
    assert (tag in told(tagger.read([text]))) == (sign == "+")


@pytest.mark.parametrize("rule", sorted({rule for rule, *_ in rule_cases(RULES)}))
def test_each_rule_has_lines_for_and_against(rule: str) -> None:
    """Three of each at the least."""
    signs = [sign for name, sign, *_ in rule_cases(RULES) if name == rule]
    assert min(signs.count("+"), signs.count("-")) >= 3
