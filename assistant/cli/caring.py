"""Care where words are typed on a command line: what safety says, without what only an evening can keep to."""

from rich.markup import escape

from assistant.cli import terminal
from assistant.dialogue import safety
from assistant.wiring import House


def care_for(house: House, text: str) -> bool:
    """Whether it told of danger and was answered."""
    reading = house.danger().read([text])
    says = house.says()
    here = safety.Here(says.country, house.tonight())
    care = safety.answer(reading, said=[text], told=safety.Told(), texts=says.safety, here=here)
    if care is None:
        return False
    for sentence in care.sentences:
        if not sentence.goes_on:  # nobody listens here
            terminal.page(f"[bold]{escape(sentence.text)}[/bold]")
    if house.practices.safety_plan():
        terminal.note("`between safety-plan` shows the plan that you wrote for this.")
    terminal.note("`between` begins an evening, and listens.")
    return True
