"""The end of our own voice, still in the room when listening begins, told from a person's. Pure.

What the microphone took in while we spoke is thrown away. A loudspeaker on the radio holds sound back for up to
0.3 s, and so long our last word comes in after that: it is there from the first frame, and over soon. A person's voice
begins later, or goes on; then it is heard from its start.
"""

from dataclasses import dataclass, replace

from assistant.audio import FRAME_S

ECHO_S = 0.5
"""Voice from the first frame on that lasts longer is a person's."""
DIP_S = 0.1
"""A silence between two sounds of a word is shorter."""


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """What is remembered since listening began."""

    heard_s: float = 0.0
    """Voice from the first frame on, with its dips."""
    quiet_s: float = 0.0
    over: bool = False
    echoed: bool = False
    """There was such a voice, and it ended: it was ours."""


def listen(own: OwnVoice, *, voice: bool) -> OwnVoice:
    """Takes one frame. Until it is `over` a frame is not to count as a person's voice."""
    if own.over:
        return own
    own = replace(own, quiet_s=0.0 if voice else own.quiet_s + FRAME_S, heard_s=own.heard_s + FRAME_S)
    if own.quiet_s > DIP_S:
        return replace(own, over=True, echoed=own.heard_s - own.quiet_s > FRAME_S / 2)
    return replace(own, over=own.heard_s > ECHO_S)
