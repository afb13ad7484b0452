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

## without capitals
told sarah about it | sarah
i rang declan and he laughed | declan
mum and dad came over | mother, father
will said it was fine and i will ring him | will
my mate dave was there | dave
grace told me to wait | grace
i said grace before dinner |
it was may and the rose was out |
uncle femi rang me | uncle femi

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
