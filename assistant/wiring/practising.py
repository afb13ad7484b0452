"""What is said of homework, as loaded from `prompts/`."""

from assistant.dialogue.homework import HomeworkWords
from assistant.wiring import data_folder


def homework_words() -> HomeworkWords:
    from assistant.adapters import homework_file

    return homework_file.load(data_folder("prompts") / "homework.toml")
