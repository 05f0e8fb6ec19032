"""`hotline publish`, `rollback`, `versions` as an admin types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from prompts.catalogue import Catalogue
from service.cli import app
from service.config import Settings
from service.plan_versions import running_configuration
from service.plans import PlanRefused

GOOD = """\
numbers: {"95105": welcome}
languages: [en]
flows:
  welcome:
    - say: greeting
    - hang_up
"""
MAIN = Path("dialplans/main.yaml")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dialplan, as an admin stands in it."""
    monkeypatch.chdir(tmp_path)
    MAIN.parent.mkdir()
    MAIN.write_text(GOOD, encoding="utf-8")
    return tmp_path


def run(*words: str, code: int = 0) -> str:
    """What the command says. HotlineErrors come through as they are."""
    ran = CliRunner().invoke(app, list(words))
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    assert ran.exit_code == code, ran.output
    return ran.output


def versions() -> list[dict[str, Any]]:
    return list(json.loads(run("versions", "--json")))


def test_publish_keeps_the_text_the_author_and_the_message() -> None:
    assert "version 1 is live" in run("publish", "-m", "第一版", "--author", "wei")
    [version] = versions()
    assert (version["number"], version["author"], version["message"], version["live"]) == (1, "wei", "第一版", True)
    assert "第一版" in run("versions")


def test_the_author_is_the_user_at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "lin")
    run("publish")
    assert versions()[0]["author"] == "lin"


@pytest.mark.parametrize(
    "text", ["", "flows: [", GOOD.replace("greeting", "no_such_prompt"), GOOD.replace("say", "sey")]
)
def test_a_blank_or_broken_plan_is_never_published(text: str) -> None:
    """P24."""
    run("publish")
    MAIN.write_text(text, encoding="utf-8")
    assert "nothing was published" in run("publish", code=2)
    assert [each["number"] for each in versions()] == [1]


def test_problems_as_json() -> None:
    MAIN.write_text("", encoding="utf-8")
    told = json.loads(run("publish", "--json", code=2))
    assert (told["ok"], told["problems"][0]["code"]) == (False, "blank")


def test_the_same_files_twice_are_one_version() -> None:
    run("publish")
    assert "nothing to do" in run("publish")
    assert json.loads(run("publish", "--json"))["new"] is False
    assert len(versions()) == 1


def test_back_and_forth() -> None:
    run("publish")
    MAIN.write_text(GOOD.replace("greeting", "goodbye"), encoding="utf-8")
    run("publish")
    assert "version 1 is live" in run("rollback")
    assert [(each["number"], each["live"]) for each in versions()] == [(2, False), (1, True)]
    assert "version 2 is live" in run("rollback", "-m", "forward again")
    assert "nothing to do" in run("rollback", "2")


def test_a_version_that_no_longer_fits_is_not_gone_back_to() -> None:
    """A recording of one's own that is gone: the prompt it was for is unknown now."""
    run("publish")
    MAIN.write_text(GOOD.replace("greeting", "goodbye"), encoding="utf-8")
    run("publish")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("prompts.catalogue.Catalogue.has", lambda _self, prompt, _language: prompt != "greeting")
        told = run("rollback", "1", code=2)
    assert "version 1/main.yaml:5:12: found prompt 'greeting'" in told
    assert "nothing was changed" in told
    assert [each["live"] for each in versions()] == [True, False]


def test_without_versions_it_says_so() -> None:
    assert "nothing is published yet" in run("versions")


def test_phones_and_accounts_go_by_what_is_live(home: Path) -> None:
    """Else a typing mistake in a file would keep `hotline call` from a service that runs well."""
    MAIN.write_text(GOOD + 'agents: {"1001": {name: Wei}}\n', encoding="utf-8")
    run("publish")
    MAIN.write_text("", encoding="utf-8")
    settings = Settings.read()
    assert [each.name for each in running_configuration(settings, Catalogue.load()).people] == ["Wei"]
    watched = settings.model_copy(update={"centre": settings.centre.model_copy(update={"watch": True})})
    with pytest.raises(PlanRefused):
        running_configuration(watched, Catalogue.load())


def test_where_nothing_was_published_the_files_count_and_no_folder_is_made(home: Path) -> None:
    assert running_configuration(Settings.read(), Catalogue.load()).version == 0
    assert not (home / "var").exists()
