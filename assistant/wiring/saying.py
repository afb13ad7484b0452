"""Everything that Between may say, as loaded from `prompts/` and from the person's own files."""

import os

from assistant.adapters import homework_file, prompts, spoken_commands_file, threads_file, wish_words_file
from assistant.dialogue.follow_ups import Question
from assistant.dialogue.safety_texts import SafetyTexts, find_country
from assistant.errors import UsageError
from assistant.session.parts import Says
from assistant.wiring import House, data_folder, guides


def says(house: House) -> Says:
    """A slip in a file of the person's own costs them theirs for tonight, with a word, and never the evening."""
    safety, folder = _safety(house), data_folder("prompts")
    country = find_country(
        safety.countries,
        setting=house.settings.safety.country,
        zone=house.clock.now().zone,
        locale=_language(),
    )
    practices = guides.guides(house)
    titles = [guide.title for guide in practices]
    return Says(
        _questions(house),
        prompts.load_phrases(folder / "evening.toml"),
        safety,
        country,
        commands=spoken_commands_file.load(folder / "spoken_commands.toml", guides=titles),
        threads=threads_file.load(folder / "threads.toml"),
        homework=homework_file.load(folder / "homework.toml"),
        wishes=wish_words_file.load(folder / "wishes.toml"),
        guiding=guides.phrases(),
        guides=practices,
    )


def _questions(house: House) -> tuple[Question, ...]:
    ours, theirs = data_folder("prompts") / "questions", house.settings_file.parent / "questions"
    try:
        return prompts.load_questions([ours, theirs])
    except UsageError as e:
        house.told.append(f"{e.message} Your own questions are left out until then.")
        return prompts.load_questions([ours])


def _safety(house: House) -> SafetyTexts:
    ours, theirs = data_folder("prompts") / "safety", house.settings_file.parent / "lines"
    try:
        return prompts.load_safety(ours, own_lines=theirs)
    except UsageError as e:
        house.told.append(f"{e.message} The numbers that Between brings are used until then.")
        return prompts.load_safety(ours)


def _language() -> str:
    """As the person's system has it, such as `en_GB.UTF-8`. Python's own `locale` says C until a program sets it."""
    return os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
