"""`between models`: list, pull, use; and the offer of the first evening."""

from dataclasses import asdict

from assistant import settings, wiring
from assistant.cli import terminal
from assistant.errors import AssistantError, UsageError
from assistant.wiring import House


def show(*, as_json: bool) -> None:
    house = wiring.unasked("between models")
    here = {p.name: p for p in house.models_here()}
    rows = []
    for model in house.known_models:
        found = here.pop(model.name, None)
        state = "" if found is None else found.fault or "here"
        use = "in use" if model.name == house.model_choice.name else state
        rows.append({**asdict(model), "state": use})
    rows += [{"name": p.name, "about_mb": round(p.size_bytes / 1e6), "state": p.fault or "here"} for p in here.values()]
    if as_json:
        terminal.as_json(rows)
        return
    terminal.table_as_grid(
        ("name", "about", "hears", ""),
        [(r["name"], f"{r['about_mb']} MB", _hears(r), r["state"]) for r in rows],
    )
    terminal.note(house.model_choice.reason)


def _hears(row: dict[str, object]) -> str:
    if row.get("synthetic_only"):
        return "only the demo's own voice"
    return {"en": "English", "many": "many languages"}.get(str(row.get("languages")), "")


def pull(name: str) -> None:
    house = wiring.unasked("between models pull")
    with terminal.bar() as bar:
        folder = house.pull(name, at=lambda done, total: bar.at(done, total, f"Fetching {name}"))
    terminal.note(f"{name} is here, whole and checked: {folder}.")


def use(name: str) -> None:
    house = wiring.unasked("between models use")
    chosen = next((p for p in house.models_here() if p.name == name), None)
    known = {m.name: m for m in house.known_models}
    if name in known and known[name].synthetic_only:
        raise UsageError(f"{name} only understands the demo's own voice.", "`between models` lists the others.")
    if chosen is None or chosen.fault:
        what = f"can't be used: {chosen.fault}" if chosen else "is not on this machine"
        hint = f"`between models pull {name}` fetches it." if name in known else "`between models` lists what is here."
        raise AssistantError(f"The speech model “{name}” {what}.", hint)
    settings.set_value(house.settings_file, section="speech", key="model", value=name)
    terminal.note(f"From now on {name} writes your words down.")


def offered(house: House) -> House:
    """On a machine with no model: offers the one that fits, until it is refused once.

    Refused or offline, the evening works all the same.
    """
    if house.model_choice.name is not None or not house.settings.speech.offer or not terminal.interactive():
        return house
    offer = house.offer()
    terminal.note("No speech model is here yet. It turns your voice into words, and it stays on this machine.")
    if terminal.confirm(f"{offer.reason} Fetch it now?"):
        try:
            pull(offer.model.name)
            return wiring.house(house.command, key=house.key or b"")
        except AssistantError as e:
            terminal.fault(e.message, e.hint)
    else:
        settings.set_value(house.settings_file, section="speech", key="offer", value=False)
        terminal.note(f"I won't ask again. `between models pull {offer.model.name}` fetches it whenever you like.")
    terminal.note("Until then I keep the sound, and its words come when a model is here.")
    return house
