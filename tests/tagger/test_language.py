# ruff: noqa: RUF001
"""Which talk is taken for another language than English: what plainly is one, and no short or odd English line."""

import pytest

from assistant.adapters.tagger import Tagger

OTHER = """
Ich habe heute den ganzen Tag im Büro gesessen und kaum ein Wort gesagt
Meine Schwester hat angerufen, aber ich wollte einfach nicht mit ihr reden
Am Abend war ich so wütend, dass ich die Tür zugeschlagen habe und rausgegangen bin
In der Nacht lag ich wach, mein Mann schlief, und die Angst war wieder da
J'ai pleuré dans la voiture avant d'entrer chez ma mère, personne ne m'a vue
Mon frère n'a pas répondu et je suis restée assise dans la cuisine toute la soirée
On a marché le long du canal sans parler, c'était bien, on avait besoin de ça
Je me sens coupable de ne pas avoir dit la vérité à mon patron ce matin
Hoy me quedé en la cama hasta las once y no contesté ningún mensaje
Mi hermano me gritó otra vez y yo solo salí a caminar por el barrio
No me gusta como me siento cuando vuelvo a casa y no hay nadie
Le dije que no podía más, que necesitaba un descanso, y me temblaban las manos
Ieri sera ho litigato con mio padre e poi non ho dormito per niente
Mi sono sentita sola a tavola anche se c'erano tutti i miei amici
Ho aperto la lettera della banca dopo tre settimane che stava sul mobile
Stamattina ho respirato piano prima di rispondere a lui, ed è andata meglio
Fiquei com raiva do meu chefe mas não disse nada e voltei para casa a pé
A minha irmã ligou e eu chorei no telefone como uma criança pequena
Não consegui sair da cama hoje, nem para tomar banho, nem para comer
Depois do jantar fomos andar na praia e eu me senti em paz
Ik ben vandaag vroeg opgestaan en heb eindelijk die brief van de bank geopend
Mijn moeder was boos op me en ik wist niet wat ik moest zeggen
We zaten in de tuin en het was stil, voor het eerst in weken was ik rustig
Ik had zin om te drinken maar ik ben in plaats daarvan gaan wandelen
Jag grät i bilen på väg hem och sedan låtsades jag att allt var bra
Min man sa förlåt och jag visste inte om jag kunde tro honom
I natt kunde jag inte sova, jag låg och tänkte på det hon hade sagt
Vi gick till sjön och jag simmade, det var så kallt att jag skrattade
Wczoraj wieczorem znowu pokłóciłam się z mężem i spałam na kanapie
Nie odebrałem telefonu od szefa, siedziałem w kuchni i patrzyłem w okno
Bardzo się bałam tej rozmowy, ale w końcu powiedziałam jej prawdę
Poszliśmy na spacer do lasu i pierwszy raz od dawna było mi dobrze
Bugün annemi aradım ve uzun uzun konuştuk, sonra biraz ağladım
Patronum bana bağırdı ama ben sustum ve dışarı çıkıp derin nefes aldım
Gece uyuyamadım, hep aynı şeyi düşündüm ve çok korktum
Arkadaşlarla sahilde yürüdük, uzun zamandır ilk defa mutluydum
Hari ini aku capek sekali dan tidak mau bicara dengan siapa pun di rumah
Tadi malam aku menangis di kamar karena ibu marah lagi kepadaku
Aku akhirnya membuka surat itu dan ternyata tidak seburuk yang aku kira
Kami makan malam bersama adik dan aku merasa tenang untuk pertama kali
""".strip().splitlines()

ENGLISH = """
Gave myself twenty four hours before I answered the offer
Cried twice today, once at lunch, once outside church
Sat outside mum's house ten minutes, couldn't go in
Drank nothing tonight. Sixty three days.
Phone off, kettle on, curtains shut, slept early
Wife laughed, kids laughed, dog barked, everyone happy
Slammed three doors, broke two plates, apologised after dinner
Walked home instead, rain everywhere, felt quite calm
Nobody rang. Nobody texted. Sunday again.
Ate breakfast, brushed teeth, opened curtains, small victories
Nearly shouted, counted ten breaths, said nothing
Swam forty lengths before work, proud of myself
Feeling numb, scrolling until three again
Told Marek about Gdańsk, laughed until midnight
Señora Gutiérrez brought tamales, hugged me, smelled wonderful
Zoë and Chloë made crème brûlée, pure joy
Met Siobhán, Niamh, Aoife and Caoimhe outside the café
Nonna's gnocchi, nonno's grappa, zia shouting, best Sunday ever
Abuela called me mijo and everything felt fine again
Oma made Apfelstrudel and we sat by the window
Had a déjà vu moment with my fiancé near the château
Jumu'ah prayers, then iftar at Khala's, peaceful evening
Mum made pierogi, dad burned the kielbasa, classic Wigilia
Schadenfreude, honestly, when her presentation crashed, then guilt
Karaoke, ramen, sake, Hiroshi singing badly, I laughed properly
Yoga, namaste, whatever, my shoulders finally dropped
Dadi ji's chai, Auntie's samosas, too many cousins, felt loved
Whanau came round, kia ora everywhere, warm house
Craic was mighty, sláinte and all that, home by two
Och, wee Hamish greeting again, knackered so I am
Ain't nobody got patience like my Mawmaw, bless her
Wagwan, bruv chatted rubbish, man walked off still
Y'all, Pawpaw hollered and Memaw just kept shelling peas
Gutted. Absolutely gutted. Team lost, boss moaned, car died.
Angry, sad, tired, hungry, lonely, bored, angry
Work, bus, dinner, bed. Work, bus, dinner, bed.
Therapist says breathe. Breathing helps. Breathing helped.
Deleted Instagram, blocked Kevin, bought flowers
Panic attack near platform nine, stranger held my hand
Finished chapter seven, sent it, hands shaking
Skipped gym again, ordered pizza, hated myself
Bedtime early, lights out, no screens, slept like a stone
Grandad died Tuesday. Funeral Friday. Nothing feels real.
Interview went badly, stuttered, sweated, forgot their names
Yelled at Jamie, hugged Jamie, cried alone after
Therapy homework finished: three columns, five thoughts
Sister visiting, tension rising, jaw clenched all weekend
Painted nails, took bath, lit candles, ignored emails
Hospital corridors, beeping machines, grandma's tiny hands
Postman smiled, neighbour waved, sun shone, decent morning
Overslept, missed standup, manager frowned, stomach churned
Wrote letters, tore letters, wrote one, posted it
Payday, rent paid, groceries bought, twenty quid left
Sober birthday, lemonade, balloons, nieces singing loudly
Garden: beans planted, slugs removed, back aching, mind quiet
Exam tomorrow, palms sweating, revision cards everywhere
Mother-in-law arrived, criticised curtains, criticised soup, left
Six hours driving, podcasts, motorway rain, thinking about Dad
Snapped at Priya about dishes, noticed straight away, apologised
Football cancelled, stayed indoors, baked bread with Ngozi
""".strip().splitlines()


@pytest.mark.parametrize("text", OTHER)
def test_another_language_is_told(text: str, tagger: Tagger) -> None:
    """Four lines each of ten languages, as short as a breath."""
    assert tagger.read([text]).untagged == "other_language"


@pytest.mark.parametrize("text", ENGLISH)
def test_short_and_odd_english_is_read(text: str, tagger: Tagger) -> None:
    """Notes without small words, names, loan words and dialects."""
    assert tagger.read([text]).untagged == ""


@pytest.mark.parametrize(
    "text",
    [
        "I'd spent the whole day on it and then I'd need a rest",
        "Tonight, I noticed it while I was still talking",
    ],
)
def test_plain_english_is_read(text: str, tagger: Tagger) -> None:
    """A sentence with its small words."""
    assert tagger.read([text]).untagged == ""


def test_there_are_enough_lines() -> None:
    """Forty of other languages, sixty of English."""
    assert (len(OTHER), len(ENGLISH)) == (40, 60)
