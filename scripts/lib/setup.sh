# shellcheck shell=bash
# Sets up what is missing: Python, a .venv, the package, and libraries of the system. Sourced by scripts/run and
# scripts/test, which say what they are (`run` or `test`). Everything here speaks on stderr: stdout is the program's.
# Written for the bash 3.2 of macOS too.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
VENV=$ROOT/.venv
STAMP=$VENV/.set-up          # what was set up; when it no longer says the same, it is brought up to date
UNFINISHED=$VENV/.unfinished # holds the number of the process that is making .venv; one that was killed leaves it
WITHOUT=$VENV/.without       # parts of the system that could not be had, told once
PYTHON_OLDEST=11             # 3.11 to 3.14: the libraries bring no ready-made builds for others
PYTHON_NEWEST=14

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# A library of the system, looked for by name where Linux keeps them: a few milliseconds, where ldconfig takes thirty.
has_library() {
    local folder
    for folder in /usr/lib/*-linux-* /usr/lib /usr/lib64 /usr/local/lib; do
        [ -e "$folder/$1" ] && return 0
    done
    return 1
}

# One line for each thing of the system that is not here: `package|what for`. $1 is `run` or `test`.
missing_parts() {
    if [ "$(uname -s)" = Darwin ]; then
        # The wheels for macOS bring PortAudio along, and the voice that asks is the system's own.
        have espeak-ng || echo "espeak-ng|the made-up person who talks in the demo"
        [ "$1" = test ] || return 0
        have sox || echo "sox|sounds for the tests"
        return 0
    fi
    has_library libportaudio.so.2 || echo "libportaudio2|the microphone and the loudspeaker"
    have espeak-ng && has_library libespeak-ng.so.1 ||
        echo "espeak-ng|the voice that asks, and the made-up person who talks in the demo"
    has_library alsa-lib/libasound_module_pcm_pulse.so || echo "libasound2-plugins|sound through the desktop's sound server"
    [ "$1" = test ] || return 0
    have pulseaudio || echo "pulseaudio|a microphone and a loudspeaker made of nothing, for the tests"
    have pactl || echo "pulseaudio-utils|speaking into that microphone"
    have sox || echo "sox|sounds for the tests"
    have strace || echo "strace|the proof of being offline"
}

# What the stamp says when nothing has changed since. A .venv knows its own path, so the path is in it.
stamp_text() {
    printf '%s\n%s\n%s\n' "$ROOT" "$1" "$(cksum <"$ROOT/pyproject.toml")"
}

venv_is_ready() {
    local stamp
    [ -x "$VENV/bin/python" ] && [ -f "$STAMP" ] && [ ! -e "$UNFINISHED" ] || return 1
    stamp=$(cat "$STAMP")
    # What the tests need holds what a run needs.
    [ "$stamp" = "$(stamp_text "$1")" ] || { [ "$1" = run ] && [ "$stamp" = "$(stamp_text test)" ]; }
}

parts_are_settled() {
    local missing
    missing=$(missing_parts "$1")
    [ -z "$missing" ] || { [ -f "$WITHOUT-$1" ] && [ "$missing" = "$(cat "$WITHOUT-$1")" ]; }
}

may_be_root() {
    [ "$(id -u)" = 0 ] || { have sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# --no-remove: on a desktop whose sound server does not get along with a package of ours, theirs stays.
apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -qq -y --no-install-recommends --no-remove "$@" >&2
}

# Installs packages of the system, as many as can be had. $1: lines of `package|what for`.
install_parts() {
    local line names=() tool="sudo apt-get install"
    say "Missing on this system:"
    while IFS= read -r line; do
        names+=("${line%%|*}")
        say "  ${line%%|*}: ${line#*|}"
    done <<<"$1"
    if have apt-get; then
        if may_be_root; then
            [ "$(id -u)" = 0 ] || say "Installing with apt-get. sudo may ask for your password."
            install_with_apt "${names[@]}" && return 0
        fi
    elif have brew; then
        tool="brew install"
        say "Installing with brew."
        brew install "${names[@]}" >&2 && return 0
    else
        say "Install what your system calls these: here is neither apt-get nor brew."
        return 1
    fi
    say "To install by hand: $tool ${names[*]}"
    return 1
}

install_with_apt() {
    local name all=0
    apt_install "$@" 2>/dev/null && return 0
    # Lists of packages that are old, or were never fetched, are the usual reason.
    as_root apt-get update -qq >&2 && apt_install "$@" && return 0
    for name in "$@"; do
        apt_install "$name" 2>/dev/null || { say "  $name cannot be had."; all=1; }
    done
    return $all
}

is_python_for_us() {
    "$1" - <<EOP >/dev/null 2>&1
import sys, venv, ensurepip
sys.exit(not (3, $PYTHON_OLDEST) <= sys.version_info[:2] <= (3, $PYTHON_NEWEST))
EOP
}

# Prints a Python that will do. BETWEEN_PYTHON names one.
find_python() {
    local name
    for name in ${BETWEEN_PYTHON:+"$BETWEEN_PYTHON"} python3 python3.13 python3.12 python3.11 python3.14; do
        # On a fresh macOS /usr/bin/python3 opens a window that asks to install Xcode.
        if [ "$(command -v "$name")" = /usr/bin/python3 ] && have xcode-select && ! xcode-select -p >/dev/null 2>&1; then
            continue
        fi
        if have "$name" && is_python_for_us "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

need_python() {
    find_python && return 0
    if have apt-get; then
        install_parts "python3|Python, which Between is written in
python3-venv|a place for its libraries"
    elif have brew; then
        install_parts "python@3.13|Python, which Between is written in"
    fi
    hash -r
    find_python && return 0
    say "Between needs Python 3.$PYTHON_OLDEST to 3.$PYTHON_NEWEST, and there is none here that it can use."
    say "Install one (https://www.python.org/downloads/), or name one: BETWEEN_PYTHON=/path/to/python3 $0"
    return 1
}

# Whether process $1 lives and is one of these scripts; a number is used again after a restart.
is_setting_up() {
    kill -0 "$1" 2>/dev/null || return 1
    if [ -r "/proc/$1/cmdline" ]; then
        tr '\0' ' ' <"/proc/$1/cmdline" | grep -q scripts/
    else
        ps -o args= -p "$1" | grep -q scripts/
    fi
}

# Two that set up at once would tear down each other's work.
wait_for_other() {
    local pid waited=0
    while pid=$(cat "$UNFINISHED" 2>/dev/null) && [ -n "$pid" ] && is_setting_up "$pid"; do
        [ $waited -gt 0 ] || say "Another start of Between is setting things up. Waiting for it."
        waited=$((waited + 1))
        [ $waited -lt 900 ] || die "It does not come to an end. Stop it (process $pid), then try again."
        sleep 1
    done
}

# Whether a .venv is there that can be brought up to date in its place.
venv_is_usable() {
    [ ! -e "$UNFINISHED" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1 &&
        { [ ! -f "$STAMP" ] || [ "$(head -n 1 "$STAMP")" = "$ROOT" ]; }
}

# Makes .venv with the package in it, or brings it up to date. $1 is `run` or `test`.
make_venv() {
    local python fresh="" extra="" talk="--quiet"
    if ! venv_is_usable; then
        python=$(need_python) || return 1
        [ ! -e "$VENV" ] || say "The .venv that is here is not whole, or was moved: making it anew."
        rm -rf "$VENV"
        fresh=yes
    fi
    mkdir -p "$VENV"
    echo $$ >"$UNFINISHED"
    if [ -n "$fresh" ]; then
        say "Making a place for Between's libraries: $VENV ($("$python" --version))."
        "$python" -m venv "$VENV" >&2 || return 1
    fi
    say "Fetching Between's libraries from PyPI. The first time that is some 200 MB and takes a few minutes."
    [ "$1" != test ] || extra="[dev]"
    [ ! -t 2 ] || talk="--progress-bar=on"
    if ! (cd "$ROOT" && "$VENV/bin/python" -m pip install --disable-pip-version-check $talk --editable ".$extra") >&2; then
        # pip leaves an older .venv as it was when it cannot fetch something.
        [ -n "$fresh" ] || rm -f "$UNFINISHED"
        return 1
    fi
    stamp_text "$1" >"$STAMP"
    rm -f "$UNFINISHED"
    # Its hints name `between`, which no shell knows yet.
    [ -z "$fresh" ] || [ "$1" != run ] || say "Set up. Where Between says \`between show\`, that is here: $(printf %q "$0") show"
}

# The whole of it. $1 is `run` or `test`.
set_up() {
    venv_is_ready "$1" && parts_are_settled "$1" && return 0
    wait_for_other
    if ! parts_are_settled "$1" && ! install_parts "$(missing_parts "$1")"; then
        say "Going on without. \`scripts/run doctor\` says what that means."
    fi
    if ! venv_is_ready "$1" && ! make_venv "$1"; then
        if [ "$1" = run ] && [ ! -e "$UNFINISHED" ] && "$VENV/bin/python" -c "import assistant" 2>/dev/null; then
            say "The libraries could not be brought up to date: going on with those that are here."
            return 0
        fi
        die "Between could not be set up: the reason is above. Run this again when it is put right."
    fi
    missing_parts "$1" >"$WITHOUT-$1"
}
