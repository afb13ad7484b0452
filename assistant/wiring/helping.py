"""The parts of a spoken evening: its devices, and what it can do for a wish."""

from dataclasses import replace

from assistant.dialogue.safety import Told
from assistant.ports import Keys, Microphone
from assistant.session.calming import Calming
from assistant.session.helps import Helps
from assistant.session.parts import Says, Talking
from assistant.wiring import House, calm, guides, wishes


def talking(house: House, microphone: Microphone, *, keys: Keys) -> Talking:
    devices = Talking(microphone, house.loudspeaker(), house.voice, keys)

    def grounding(says: Says, told: Told) -> Calming:
        return calm.in_an_evening(house, house.keeping(), talking=devices, says=says, told=told)

    helps = Helps(
        answer=wishes.answers(house),
        keep_voice=wishes.keeps_voice(house),
        tone=guides.tone(house),
        calm=grounding,
    )
    return replace(devices, helps=helps)
