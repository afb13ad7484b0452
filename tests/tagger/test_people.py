"""Who takes part, told in sentences with capitals and in speech without any."""

import pytest

from assistant.adapters.tagger import Tagger

CASES = """
## kin is folded, "my" is left out
My mom rang | mother
mum was there and my mother stayed | mother
my mam and me da went to mass | mother
Dad drove me home | father
my daddy called | father
my sis came over | sister
my hubby cooked | husband
my abuela cooked | abuela
my mother-in-law came at noon | mother-in-law
my little brother slept in | brother
my eldest daughter is home | daughter
my two brothers were up the ladder | brothers
I told my wee girl a story | daughter

## plural kin counts, crowds and "she" do not
the kids had a nap | kids
my brothers came round | brothers
my parents were kind about it | parents
my sister's kids slept over | kids
she told me to go |
everyone was there and people laughed |
they rang and somebody cried |
there was a crowd of women outside |
the lads on the site were loud |

## roles
my boss asked again | boss
the nurse was kind to me | nurse
boss walked by and asked would I stay | boss
my therapist said try it | therapist
the physio says I'm ahead | physio
my social worker rang | social worker
we got home on the coach |
a nurse is a good job to have |

## roles of work, church and law
the dentist pulled it out | dentist
my union rep came in with me | union rep
the conductor thanked us | conductor
I went to the dentist in town once a year | dentist
a conductor of heat, they said |
a captain of industry, they call it |
she's a union rep, that one |

## kin and roles alone before a verb
wife and me sat on the porch | wife
then Uncle sang and I cried | uncle
captain put me on the spot | captain
baby's been up since one | baby
wife material, he calls it |
sister ships, both of them |
a baby shower invitation came |

## one of many, where they do something
a coworker took the credit for it | coworker
a customer yelled at me | customer
another cousin rang me | cousin
a coworker is a coworker |
I could do with a customer or two |
it wants a cousin of the oak |

## counted kin, where they do something
all three kids refused it | kids
both boys slept in | boys
four cousins came at noon | cousins
I had three kids by then |
a house with two children in it |
it takes two kids to carry |

## a name begins the sentence
Zorbane talked me into it. I had no plan at all. | Zorbane
It was late. Zorbane and I walked home. | Zorbane
Frau Kessler corrected my commas | Frau Kessler
Perfect timed, that was |
Something happened on the stairs |
Nobody asked |

## in-laws
The mother-in-law came for Sunday dinner | mother-in-law
my mother in law cleaned the oven | mother-in-law
my sister-in-law rang | sister-in-law
her mother-in-law came for dinner |
the law came in at noon |
a brother in law school |

## the name before the role
Fiona, my manager, was in | Fiona
my manager Fiona was in | Fiona
my wife Harpreet made tea. My wife is kind. | Harpreet
Ruby, that's my sister, came by | Ruby
Warwick, the manager, says to take the trailer | Warwick
my father, Father Doyle and me | father, Father Doyle

## given names
I told Marcus about it | Marcus
Dr Menon turned the screen | Dr Menon
Mrs. Kowalchuk stayed late with me | Mrs. Kowalchuk
our Tracy says have a lie down | Tracy
I rang Zbyszko and we talked | Zbyszko
Joy rang me | Joy
Will and I walked home | Will
it was a joy, and I will go again |
I drove to Memphis in the rain |
On Monday in July we went to Leeds |
I bought it on Amazon at Tesco |
There was a queue. Which was fine. Service was slow. |
the dog, Biscuit, ate my lunch |
my cat Milo slept on me |

## without capitals: names get them
told sarah about it | Sarah
i rang declan and he laughed | Declan
mum and dad came over | mother, father
will said it was fine and i will ring him | Will
my mate dave was there | Dave
grace told me to wait | Grace
i said grace before dinner |
it was may and the rose was out |
they were taking the mickey and i laughed |
the baby slept in the moses basket | baby
uncle femi rang me | Uncle Femi

## who is spoken to is the speaker
he said it's fine Dad |
my daughter said mum we need to talk | daughter
Val here, it's gone eleven |
my name is Olu and I'm tired |
she says you're hard on yourself Eamon |
I said Dad, sit down | father

## the dead whom it is about
my nan died in March, my nan was everything | nan
I miss my dad | father
it's a year since we lost Carol | Carol

## others' kin
her mother collected her |
Beth's dad was there |
his wife made the tea |
your brother would laugh |
"""


def cases() -> list[tuple[str, set[str]]]:
    rows = [line.split("|") for line in CASES.strip().splitlines() if line and not line.startswith("##")]
    return [(text.strip(), {p.strip() for p in people.split(",") if p.strip()}) for text, people in rows]


LONG = (
    "Then I went to the shop and got the bus and the rain came on and I waited under the roof of the bank for a bit. "
)


@pytest.mark.parametrize(("text", "people"), cases())
def test_people(text: str, people: set[str], tagger: Tagger) -> None:
    """One tag a person, by the codebook, and nobody else."""
    assert set(tagger.read([text]).labels("person")) == people


def test_the_words_that_name_them_are_shown(tagger: Tagger) -> None:
    """Evidence is the name as it was said."""
    texts = ["I told Marcus.", "Then my little brother rang, and Dr Menon."]
    found = {t.label: t.evidence for t in tagger.read(texts).tags if t.kind == "person"}
    assert {label: e.text for label, e in found.items()} == {
        "Marcus": "Marcus",
        "brother": "brother",
        "Dr Menon": "Dr Menon",
    }
    assert found["brother"].utterance == 1


FIRST = "the foreman and I were on the roof by seven and we had the first row down before the tea came round. "
TAKES_PART = [
    ("doctor", "The doctor rang. She was kind and she said to wait. " + 2 * LONG),
    ("manager", "My manager asked me to stay. " + 2 * LONG + "So I told my manager no."),
    ("Dana", "Dana came over and she brought the soup. " + 2 * LONG),
    ("father", FIRST + LONG + "My father quit on the spot."),
    ("brother", FIRST + LONG + "It rained. My brother came and liked it."),
    ("aunt", FIRST + LONG + "My aunt had a word for it."),
    ("neighbour", 2 * LONG + "I rang my neighbour and she came round with her keys, and she stayed."),
]
ONLY_SPOKEN_OF = [
    ("vet", FIRST + 2 * LONG + "There is still that thing about the vet to settle."),
    ("dentist", FIRST + 2 * LONG + "The gate creaks like the dentist. It wants oil."),
    ("counsellor", FIRST + 2 * LONG + "It all goes down on paper for the counsellor."),
    ("parents", FIRST + 2 * LONG + "It is the same chair as in our parents' hall."),
    ("father", FIRST + LONG + "My father would have quit on the spot."),
    ("brother", FIRST + LONG + "It rained. My brother used to like that sort of weather."),
    ("aunt", FIRST + LONG + "My aunt would've had a word for it."),
]


@pytest.mark.parametrize(("person", "text"), TAKES_PART)
def test_who_is_told_of_early_again_or_as_doing_something_takes_part(person: str, text: str, tagger: Tagger) -> None:
    """In a talk of some length."""
    assert person in tagger.read([text]).labels("person")


@pytest.mark.parametrize(("person", "text"), ONLY_SPOKEN_OF)
def test_who_is_only_spoken_of_late_in_passing_does_not(person: str, text: str, tagger: Tagger) -> None:
    """As an owner, in a comparison, as one whom something is for, or who would have done something."""
    assert "foreman" in tagger.read([text]).labels("person")
    assert person not in tagger.read([text]).labels("person")


def test_an_early_name_is_surer_than_a_late_one(tagger: Tagger) -> None:
    """The score is a probability, and none is said below the least."""
    early, late = (tagger.read([text]) for text in ("Marcus rang. " + 2 * LONG, 2 * LONG + "Marcus rang."))
    scores = [next(t.score for t in reading.tags if t.label == "Marcus") for reading in (early, late)]
    assert scores[0] > scores[1] >= 0.3
