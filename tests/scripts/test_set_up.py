"""The quick way through the set-up: what is there is left alone, what is not is named. Nothing is installed here."""

import os
import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ("scripts/run", "scripts/test", "scripts/bench", "scripts/lib/setup.sh", ".ci/run")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A checkout with the scripts and nothing set up, where pip and apt-get only write down that they were asked."""
    root = tmp_path / "a clone"
    shutil.copytree(ROOT / "scripts" / "lib", root / "scripts" / "lib")
    for name in ("run", "test"):
        shutil.copy(ROOT / "scripts" / name, root / "scripts" / name)
    (root / "pyproject.toml").write_text("[project]\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in ("apt-get", "brew"):
        _write(tools / name, f'echo "{name} $*" >>"{tmp_path}/asked"; exit "${{APT_EXIT:-0}}"')
    _write(tools / "sudo", 'while [ "$1" = -n ]; do shift; done; exec "$@"')  # never the real one
    # A Python whose only arts are to make a .venv with another such Python in it, and to be asked for pip.
    _write(
        tools / "python3",
        f"""case "$*" in
        -) cat >/dev/null ;;
        --version) echo Python 3.12.0 ;;
        "-m venv "*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo venv >>"{tmp_path}/asked" ;;
        "-m pip --version") ;;
        "-m pip install"*) echo pip >>"{tmp_path}/asked"
            sleep "${{PIP_SLEEP:-0}}"
            [ "${{PIP_EXIT:-0}}" = 0 ] || exit 1
            printf '#!/bin/sh\\necho "between $*"\\n' >"${{0%/*}}/between"; chmod +x "${{0%/*}}/between" ;;
        "-c import assistant") ;;
        *) exit 9 ;;
        esac""",
    )
    return root


def _write(path: Path, body: str) -> None:
    path.write_text(f"#!/bin/bash\n{body}\n")
    path.chmod(0o755)


def _environment(clone: Path, **more: str) -> dict[str, str]:
    return os.environ | {"PATH": f"{clone.parent / 'tools'}:/usr/bin:/bin", "BETWEEN_PYTHON": ""} | more


def run(clone: Path, *arguments: str, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    command = [str(clone / "scripts" / "run"), *arguments]
    environment = _environment(clone, **more)
    return subprocess.run(
        command,
        check=False,
        cwd=cwd or clone,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def asked(clone: Path) -> list[str]:
    """What was installed since the last look: `venv`, `pip`; packages of the system are the machine's own affair."""
    log = clone.parent / "asked"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line for line in lines if line in ("venv", "pip")]


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_shell_understands_it(name: str) -> None:
    """No slip that would only show on somebody's first start."""
    subprocess.run(["bash", "-n", ROOT / name], check=True)


@pytest.mark.parametrize("system", ["Linux", "Darwin"])
def test_a_run_has_what_the_demo_needs(system: str) -> None:
    """The voice of its made-up person is fetched for `scripts/run`, not for the tests alone."""
    bare = f"have() {{ return 1; }}; has_library() {{ return 1; }}; uname() {{ echo {system}; }}"
    told = subprocess.run(
        ["bash", "-c", f'. "{ROOT}/scripts/lib/setup.sh"; {bare}; missing_parts run'],
        check=False,
        capture_output=True,
        text=True,
    ).stdout
    packages = [line.partition("|")[0] for line in told.splitlines()]
    assert "espeak-ng" in packages
    assert "pulseaudio" not in packages


def test_shellcheck() -> None:
    """shellcheck has nothing to say."""
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is not installed")
    done = subprocess.run(["shellcheck", "-x", *SCRIPTS], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_the_first_start_sets_up_and_the_second_starts_at_once(clone: Path) -> None:
    """From any folder, with the arguments as they are; the talk of setting up is not in the answer."""
    first = run(clone, "show", "two words", cwd=Path("/"))
    assert (first.returncode, first.stdout) == (0, "between show two words\n"), first.stderr
    assert "Fetching Between's libraries" in first.stderr
    told = first.stderr.splitlines()[-1].partition("`between show`, that is here: ")[2]
    assert shlex.split(told) == [str(clone / "scripts" / "run"), "show"], "it can be typed as it stands"
    assert asked(clone) == ["venv", "pip"]
    second = run(clone, "demo")
    assert (second.stdout, second.stderr) == ("between demo\n", "")
    assert asked(clone) == []


def test_a_link_to_it_works(clone: Path) -> None:
    """A link in ~/bin finds its way home."""
    (clone.parent / "between").symlink_to(clone / "scripts" / "run")
    command = [str(clone.parent / "between"), "demo"]
    done = subprocess.run(command, check=True, env=_environment(clone), capture_output=True, text=True)
    assert done.stdout == "between demo\n"


def test_new_requirements_are_fetched(clone: Path) -> None:
    """The .venv stays, the package is brought up to date."""
    run(clone)
    asked(clone)
    (clone / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    assert run(clone).returncode == 0
    assert asked(clone) == ["pip"]


def test_new_requirements_without_network(clone: Path) -> None:
    """It goes on with what is there, says so, and tries again another time."""
    run(clone)
    (clone / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    asked(clone)
    done = run(clone, "demo", PIP_EXIT="1")
    assert done.stdout == "between demo\n"
    assert "going on with those that are here" in done.stderr
    assert run(clone).stderr
    assert asked(clone) == ["pip", "pip"]


def test_a_first_start_without_network_fails_plainly(clone: Path) -> None:
    """Nothing is started, and the next try begins anew."""
    done = run(clone, PIP_EXIT="1")
    assert done.returncode == 1
    assert "could not be set up" in done.stderr
    assert run(clone, "demo").stdout == "between demo\n"
    assert asked(clone) == ["venv", "pip", "venv", "pip"]


def test_one_that_was_killed_is_made_anew(clone: Path) -> None:
    """A half-made .venv is not built upon."""
    command = [str(clone / "scripts" / "run")]
    environment = _environment(clone, PIP_SLEEP="60")
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, process_group=0) as child:
        while not (clone / ".venv" / "bin").exists():
            time.sleep(0.02)
        os.killpg(child.pid, 9)
    asked(clone)
    done = run(clone, "demo")
    assert "making it anew" in done.stderr
    assert done.stdout == "between demo\n"
    assert asked(clone) == ["venv", "pip"]


def test_two_first_starts_at_once(clone: Path) -> None:
    """The second waits, and both begin; one .venv was made."""
    command = [str(clone / "scripts" / "run"), "demo"]
    environment = _environment(clone, PIP_SLEEP="1")
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as first:
        while not (clone / ".venv" / ".unfinished").exists():
            time.sleep(0.02)
        second = run(clone, "demo")
        assert first.communicate()[0] == second.stdout == "between demo\n"
    assert "Waiting for it" in second.stderr
    assert asked(clone) == ["venv", "pip"]


def test_a_folder_that_was_moved(clone: Path) -> None:
    """A .venv knows its old path, so it is made anew."""
    run(clone)
    asked(clone)
    moved = clone.rename(clone.with_name("elsewhere"))
    assert run(moved, "demo").stdout == "between demo\n"
    assert asked(moved) == ["venv", "pip"]


def test_a_part_that_cannot_be_had_is_told_once(clone: Path) -> None:
    """It goes on without, names what to run by hand, and does not ask again at each start."""
    library = clone / "scripts" / "lib" / "setup.sh"
    library.write_text(library.read_text() + '\nmissing_parts() { echo "libnothing|some sound"; }\n')
    first = run(clone, "demo", APT_EXIT="1")
    assert first.stdout == "between demo\n"
    assert "libnothing: some sound" in first.stderr
    assert "by hand: " in first.stderr
    assert run(clone, "demo", APT_EXIT="1").stderr == ""
