"""Questions to the journal in plain words: text in, an answer out, for the command line and the voice."""

from assistant.adapters.asking import Asking
from assistant.dialogue.asking import seasons
from assistant.errors import UsageError
from assistant.journal import Nights
from assistant.wiring import House, data_folder, dates


def asking(house: House) -> Asking:
    from assistant.adapters.asking import question_file
    from assistant.adapters.asking.words_file import Files

    ours, theirs = data_folder("prompts") / "questions", house.settings_file.parent / "questions"
    try:
        questions = question_file.load((ours, theirs))
    except UsageError as e:
        house.told.append(f"{e.message} Your own questions are left out until then.")
        questions = question_file.load((ours,))
    return Asking(
        questions=questions,
        files=Files(data_folder("prompts") / "asking.toml", data_folder("models") / "tagger" / "people.toml"),
        query=house.journal.query,
        reads=lambda text: _nights(text, house),
        tonight=house.tonight(),
    )


def _nights(text: str, house: House) -> Nights | None:
    season = seasons.nights(text, tonight=house.tonight(), zone=house.clock.now().zone)
    if season is not None:
        return season
    try:
        return dates.span(text, house=house, to_come=True)
    except UsageError:
        return None
