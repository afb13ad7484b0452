"""What was invented is left out, and the rest is cut into sentences; on segments written by hand."""

import pytest

from assistant.adapters.whisper.segments import Segment, invented, ratio, sentences
from assistant.journal import Word


def segment(text: str, *, start_s: float = 0.0, word_s: float = 0.3, **figures: float) -> Segment:
    """As faster-whisper gives it: a leading space before each word, one word after the other; ordinary figures."""
    words = tuple(
        Word(f" {w}", start_s + i * word_s, start_s + (i + 1) * word_s, 0.9) for i, w in enumerate(text.split())
    )
    text = "".join(w.text for w in words)
    ordinary = {"avg_logprob": -0.3, "no_speech_prob": 0.01, "compression_ratio": 1.2}
    return Segment(text, start_s, start_s + len(words) * word_s, words, **(ordinary | figures))


@pytest.mark.parametrize(
    ("made_up", "why"),
    [
        (segment("Thank you for watching.", no_speech_prob=0.8, avg_logprob=-1.2), "silence"),
        (segment("and then I went " * 12), "loop"),
        (segment("... ... ..."), "no words"),
        (segment("I said that I would be there on time for once", word_s=0.05), "too fast"),
        (segment("see you in the next one, bye, all of you", word_s=0.0), "too fast"),
    ],
)
def test_invented_text_is_known_by_its_figures(made_up: Segment, why: str) -> None:
    """Each kind by its own figure."""
    assert invented(made_up, before=()) == why


@pytest.mark.parametrize(
    "true",
    [
        segment("I could not sleep again, and I kept thinking of what he said."),
        segment("No."),
        segment("no " * 12),
        segment("I can't do this. I can't do this. I can't do this."),
        segment("Mumbled, but said.", avg_logprob=-1.4),
        segment("Said into a pillow.", no_speech_prob=0.9, avg_logprob=-0.6),
        segment("Oh my God I can't believe I said it like that", word_s=0.15),
        segment("Yes, yes.", word_s=0.02),
        segment("A true sentence in a window that ends in a loop.", compression_ratio=3.0),
    ],
)
def test_what_was_said_is_kept(true: Segment) -> None:
    """Repeated in distress, short, fast, mumbled, or beside a loop: one bad figure alone is ordinary."""
    assert invented(true, before=()) == ""


def test_a_loop_over_segments_is_left_out_from_the_third_on() -> None:
    """In a window that repeats itself. In one that does not, a person said it three times."""
    loop = [segment("I am sorry.", start_s=i, compression_ratio=4.0) for i in range(3)]
    said = [segment("I am sorry.", start_s=i) for i in range(3)]
    assert invented(loop[2], before=loop[:2]) == "repeated"
    assert invented(loop[1], before=loop[:1]) == ""
    assert invented(said[2], before=said[:2]) == ""


def test_english_is_far_from_a_loop() -> None:
    """The threshold lies well above plain talk."""
    talk = (
        "I had lunch with my sister today, and she asked me how the sessions are going. I did not know what to say, "
        "so I told her that they are fine, which is true in a way, but then I felt bad for not telling her more."
    )
    assert 1.2 < ratio(talk) < 2.0
    assert ratio("") == 0.0


def texts(*segments: Segment) -> list[str]:
    return [u.text for u in sentences(segments, offset_s=0.0)]


def test_an_utterance_is_a_sentence() -> None:
    """A segment may hold several."""
    assert texts(segment("I was tired. So I stayed. Was that wrong? Maybe!")) == [
        "I was tired.",
        "So I stayed.",
        "Was that wrong?",
        "Maybe!",
    ]


def test_a_sentence_goes_on_over_the_border_of_segments() -> None:
    """Whisper cuts segments where it likes."""
    assert texts(segment("I wanted to tell her"), segment("that I was sorry. Then", start_s=3)) == [
        "I wanted to tell her that I was sorry.",
        "Then",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "I saw Dr. Meyer at 8 p.m. Monday and it was fine.",
        "It cost 3.50 and I paid.",
        "I was... well, not happy.",
        'She said "I know." and left.',
    ],
)
def test_a_stop_that_ends_no_sentence(text: str) -> None:
    """Titles, hours, numbers, dots of hesitation, and a quotation inside."""
    assert texts(segment(text)) == [text]


def test_talk_without_stops_is_cut_somewhere() -> None:
    """Segment by segment, about forty words each, so that evidence stays near."""
    parts = [segment("and then and then and then and then and then", start_s=3.0 * i) for i in range(10)]
    lengths = [len(text.split()) for text in texts(*parts)]
    assert sum(lengths) == 100
    assert max(lengths) <= 50


def test_times_are_those_of_the_recording() -> None:
    """Moved by where the stretch began, for the utterance and for each word; words are bare."""
    [first, second] = sentences([segment("I slept. I woke.", start_s=1.0)], offset_s=100.0)
    assert (first.start_s, first.end_s) == (101.0, pytest.approx(101.6))
    assert [w.text for w in second.words] == ["I", "woke."]
    assert second.words[0].start_s == pytest.approx(101.6)
    assert second.start_s == second.words[0].start_s


def test_figures_stay_with_the_utterance() -> None:
    """The worse of two segments; the ratio is that of its own text, not the window's."""
    [one] = sentences(
        [segment("I wanted", avg_logprob=-0.2), segment("to go.", avg_logprob=-0.8, no_speech_prob=0.3)], offset_s=0.0
    )
    assert (one.avg_logprob, one.no_speech_prob) == (-0.8, 0.3)
    assert one.compression_ratio == pytest.approx(ratio("I wanted to go."))


def test_words_that_do_not_add_up_leave_the_text_whole() -> None:
    """The text is what counts; it is not pieced together from words that miss some of it."""
    whole = segment("I slept. I woke.")
    broken = Segment(" I slept. I woke. Twice.", 0, 2, whole.words, -0.3, 0.0, 1.2)
    assert texts(broken) == ["I slept. I woke. Twice."]
    assert texts(Segment(" Hello. There.", 0, 1, (), -0.3, 0.0, 1.2)) == ["Hello. There."]
