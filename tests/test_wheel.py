"""The wheel holds all it needs: it works in an empty environment, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from helpers import ROOT

SECONDS = 300
KINDS = ("speech", "notice", "minutes")


def call(*words: str | Path, folder: Path) -> str:
    """Run a program in a folder, in an environment that knows nothing of the checkout, and return what it says."""
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    env |= {"PYTHONUTF8": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "LANGUAGE": "en"}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=env,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built as for a release."""
    folder = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, folder=folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def docgen_command(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the command of an environment in which nothing but the wheel and its dependencies is installed."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder / "venv", with_pip=True)
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    call(programs / "python", "-m", "pip", "install", "--quiet", wheel, folder=folder)
    return programs / "docgen"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan in a folder of its own, its name in Chinese."""
    path = tmp_path / "计划" / "护学路.yaml"
    path.parent.mkdir()
    shutil.copyfile(ROOT / "samples" / "starter.yaml", path)
    return path


def test_wheel_holds_templates_catalogue_and_types_but_no_tests(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    wanted = {f"docgen/_templates/{path.name}" for path in (ROOT / "templates").iterdir() if path.is_file()}
    wanted |= {f"docgen/_templates/{kind}{end}" for kind in KINDS for end in (".docx", ".frame.yaml")}
    wanted |= {
        "docgen/_templates/starter.yaml",
        "docgen/locale/zh_CN/LC_MESSAGES/docgen.mo",
        "docgen/py.typed",
        "docgen/reports/proof.css",
    }
    wanted |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "docgen").rglob("*.py")}
    assert wanted - names == set()
    tops = {name.split("/")[0] for name in names}
    assert len(tops) == 2, tops
    assert not [name for name in names if "test" in name.lower() or "__pycache__" in name]


def test_installed_command_builds_every_document(docgen_command: Path, plan: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    call(docgen_command, "build", plan, "--out", tmp_path / "out", folder=elsewhere)
    assert {path.name for path in (tmp_path / "out").glob("*.docx")} == {f"{plan.stem}-{kind}.docx" for kind in KINDS}
    assert list(elsewhere.iterdir()) == []


def test_installed_command_speaks_chinese(docgen_command: Path, plan: Path, tmp_path: Path) -> None:
    said = call(docgen_command, "--lang", "zh", "check", plan, folder=tmp_path)
    assert "护学路.yaml" in said
    assert "警告" in said
    assert "warning" not in said


def test_installed_command_writes_a_plan_that_can_be_built(docgen_command: Path, tmp_path: Path) -> None:
    call(docgen_command, "new", "plan.yaml", folder=tmp_path)
    assert (tmp_path / "plan.yaml").read_bytes() == (ROOT / "samples" / "starter.yaml").read_bytes()
    call(docgen_command, "build", "plan.yaml", folder=tmp_path)
    assert {path.name for path in tmp_path.glob("*.docx")} == {f"plan-{kind}.docx" for kind in KINDS}


def test_installed_package_comes_from_the_wheel(docgen_command: Path, tmp_path: Path) -> None:
    python = docgen_command.with_name("python")
    said = call(python, "-W", "error", "-c", "import docgen; docgen.build; print(docgen.__file__)", folder=tmp_path)
    assert not Path(said.strip()).is_relative_to(ROOT)
