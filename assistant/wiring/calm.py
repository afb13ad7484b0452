"""What calm needs besides its first sound, and what it leaves for the journal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from assistant.adapters.calm.notes import CalmNotes
from assistant.adapters.calm.ready_voice import ReadyVoice
from assistant.dialogue.guides import Guide, find
from assistant.dialogue.safety import Told
from assistant.errors import AssistantError, PartMissing, UsageError
from assistant.opening import FirstWords, Place, words
from assistant.ports import Keys, Microphone, VoiceActivity
from assistant.session.calm_talk import CalmParts
from assistant.session.calming import Calming
from assistant.session.off_the_record import NoMicrophone, deaf, off_the_record
from assistant.session.parts import Keeping, Says, Talking
from assistant.wiring import House
from assistant.wiring.calm_ready import grounding, ready_sounds
from assistant.wiring.guides import phrases


def house(place: Place) -> House:
    """The same place, with everything that is in it."""
    return House(place.home, place.settings, place.settings_file, command="between calm", told=list(place.told))


@contextmanager
def alone(house: House, *, keys: Keys, first: FirstWords, tool: str = "") -> Iterator[Calming]:
    """Without an evening. The microphone is open inside, where a model is here to understand what it hears."""
    tools = _tools(house, chosen=tool)
    with ExitStack() as open_parts:
        open_parts.callback(house.close)
        microphone = _microphone(house, open_parts=open_parts)
        hears = not isinstance(microphone, NoMicrophone)
        keeping = off_the_record(
            house.clock,
            voice_activity=_voice_activity(house) if hears else deaf,
            transcriber=house.transcriber if hears else None,
            tagger=house.tagger,
            danger=house.danger,
        )
        talking = Talking(microphone, house.loudspeaker(), _voice(house), keys)
        parts = _parts(house, keeping, talking=talking, says=house.says())
        yield Calming(parts, tools=tools, keep=CalmNotes(house.home.calm).add, opened=first.wait)


def in_an_evening(house: House, keeping: Keeping, *, talking: Talking, says: Says, told: Told) -> Calming:
    """`told`: what the evening has said for safety."""
    unkept = off_the_record(
        keeping.clock,
        voice_activity=keeping.voice_activity,
        transcriber=keeping.transcriber,
        tagger=keeping.tagger,
        danger=keeping.danger,
    )
    parts = _parts(house, unkept, talking=talking, says=says)
    return Calming(parts, tools=_tools(house), keep=CalmNotes(house.home.calm).add, told=told)


def _parts(house: House, keeping: Keeping, *, talking: Talking, says: Says) -> CalmParts:
    return CalmParts(keeping, talking, says, house.manners(), words(), phrases(), house.settings.voice.volume)


def _microphone(house: House, *, open_parts: ExitStack) -> Microphone:
    """Without a model nothing that is heard could be understood: then it stays shut."""
    try:
        if house.transcriber is not None:
            return open_parts.enter_context(house.microphone())
    except AssistantError as e:  # nor where there is none, or a model's list has a slip in it
        house.told.append(f"{e.message} So nothing was heard. {e.hint}".strip())
    return NoMicrophone()


def _voice_activity(house: House) -> Callable[[], VoiceActivity]:
    def load() -> VoiceActivity:
        try:
            return house.voice_activity()
        except PartMissing:  # told by `between doctor`; a tool goes on unheard
            return deaf()

    return load


def _voice(house: House) -> ReadyVoice | None:
    return ReadyVoice(ready_sounds(house), behind=lambda: house.voice) if house.settings.voice.speak else None


def _tools(house: House, *, chosen: str = "") -> Sequence[Guide]:
    """The most helpful first, or the chosen one alone. Raises UsageError where it is none."""
    tools = grounding(house)
    if chosen:
        found = find(tools, chosen)
        if found is None:
            names = ", ".join(tool.name for tool in tools)
            raise UsageError(f"There is no tool called “{chosen}”.", f"These are here: {names}.")
        return (found,)
    order = CalmNotes(house.home.calm).order()
    return sorted(tools, key=lambda tool: order.index(tool.name) if tool.name in order else len(order))
