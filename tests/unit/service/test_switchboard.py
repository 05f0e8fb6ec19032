"""From settings and people to an Asterisk: who gets an account, which way leads outside, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from acd.agents import Agent
from acd.managers import Manager
from acd.messages import Person
from calls.errors import DestinationBarred, SwitchRefused, WrongSettings
from calls.ids import PersonId
from calls.switch import Outside
from ivr.loading import load
from service.config import Data, Settings
from service.config_lines import Outgoing, Sip, SwitchSettings, Trial, TrunkSettings
from service.configuration import Configuration
from service.external_switchboard import ExternalSwitchboard
from service.switchboard import account_names, dialling, exchange_settings, trial_numbers

SECRET = "kept-to-ourselves-4711"
PEOPLE: Sequence[Person] = (
    Agent(PersonId("wei"), "Wei", "1001", {}),
    Manager(PersonId("lin"), "Lin", "13900001111"),
    Manager(PersonId("hao"), "Hao", "13900001111"),
    Manager(PersonId("yun"), "Yun", "13900002222"),
)
TRUNK = TrunkSettings(name="carrier", host="10.0.0.9", secret=SECRET, caller_id="02087654321")  # type: ignore[arg-type]  # made secret by the model


def settings(folder: Path, **more: object) -> Settings:
    return Settings.model_construct(**{**Settings().__dict__, "data": Data(folder=folder), **more})


def configuration(numbers: str = '"95105": welcome') -> Configuration:
    loaded = load(
        "main.yaml",
        {"main.yaml": f"numbers: {{{numbers}}}\nlanguages: [zh]\nflows: {{welcome: [hang_up]}}"}.__getitem__,
    )
    assert loaded.plan is not None
    return Configuration(loaded.plan, PEOPLE, ())


# --- the way outside


def test_without_a_trunk_the_managers_phones_are_phones_for_trying(tmp_path: Path) -> None:
    found = settings(tmp_path)
    assert trial_numbers(found, list(PEOPLE)) == ["13900001111", "13900002222"]
    assert dialling(found, list(PEOPLE)).dial_string(Outside("13900001111")) == "PJSIP/trial-13900001111"


def test_with_a_trunk_they_are_real_phones_and_see_our_number(tmp_path: Path) -> None:
    found = settings(tmp_path, trunks=(TRUNK,), outgoing=Outgoing(trunk="carrier"))
    assert trial_numbers(found, list(PEOPLE)) == []
    reach = dialling(found, list(PEOPLE))
    assert reach.dial_string(Outside("13900001111")) == "PJSIP/13900001111@carrier"
    assert reach.shown == "02087654321"


def test_a_trunk_that_is_not_named_for_going_out_leads_nowhere(tmp_path: Path) -> None:
    found = settings(tmp_path, trunks=(TRUNK,), trial=Trial(lines=False))
    reach = dialling(found, list(PEOPLE))
    assert reach.shown == ""
    with pytest.raises(SwitchRefused, match="no trunk"):
        reach.dial_string(Outside("13900001111"))


def test_no_number_is_reached_that_the_settings_do_not_allow(tmp_path: Path) -> None:
    reach = dialling(settings(tmp_path, outgoing=Outgoing(allowed=())), list(PEOPLE))
    with pytest.raises(DestinationBarred):
        reach.dial_string(Outside("13900001111"))


# --- our own Asterisk


def test_every_seat_and_every_phone_for_trying_has_a_password_of_its_own(tmp_path: Path) -> None:
    rendered = exchange_settings(settings(tmp_path), configuration(), ("Hangup",), None, running=False)
    assert [seat.name for seat in rendered.seats] == ["1001"]
    numbers = [line.number for line in rendered.trial_lines]
    assert numbers == ["13900001111", "13900002222", "caller1", "caller2", "caller3", "caller4"]
    secrets = [seat.secret for seat in rendered.seats] + [line.secret for line in rendered.trial_lines]
    assert len(set(secrets)) == len(secrets)
    again = exchange_settings(settings(tmp_path), configuration(), ("Hangup",), None, running=False)
    assert [seat.secret for seat in again.seats] == [seat.secret for seat in rendered.seats]


def test_it_is_bound_as_the_settings_say_and_signs_its_events(tmp_path: Path) -> None:
    rendered = exchange_settings(
        settings(tmp_path, sip=Sip(bind="127.0.0.2")), configuration(), (), None, running=False
    )
    assert rendered.bind == "127.0.0.2"
    assert len(rendered.system_name) >= 8
    assert rendered.ami_secret
    assert rendered.ami_secret not in repr(rendered)


def test_any_number_is_no_number_of_its_own(tmp_path: Path) -> None:
    both = configuration('"95105": welcome, any: welcome')
    assert exchange_settings(settings(tmp_path), both, (), None, running=False).numbers == ("95105",)


def test_trunks_are_handed_on_with_their_secrets(tmp_path: Path) -> None:
    found = settings(tmp_path, trunks=(TRUNK,), outgoing=Outgoing(trunk="carrier"))
    [trunk] = exchange_settings(found, configuration(), (), None, running=False).trunks
    assert (trunk.name, trunk.host, trunk.secret) == ("carrier", "10.0.0.9", SECRET)
    assert SECRET not in repr(trunk)


def test_without_phones_for_trying_there_are_none(tmp_path: Path) -> None:
    found = settings(tmp_path, trial=Trial(lines=False))
    assert exchange_settings(found, configuration(), (), None, running=False).trial_lines == ()


def test_accounts_are_told_by_whose_they_are(tmp_path: Path) -> None:
    server, rows = account_names(settings(tmp_path), configuration())
    assert server.startswith("127.0.0.1:")
    assert [(row.whose, row.user) for row in rows][:2] == [("1001", "1001"), ("13900001111", "trial-13900001111")]
    assert all(row.secret not in repr(row) for row in rows)


# --- an Asterisk of somebody else

EXTERNAL = SwitchSettings(mode="external", host="10.0.0.7", port=5038, secret=SECRET, system_name="s")  # type: ignore[arg-type]  # made secret by the model


async def test_an_external_one_is_only_linked_to(tmp_path: Path) -> None:
    board = ExternalSwitchboard(settings(tmp_path, switch=EXTERNAL))
    assert (board.account.where, board.account.username, board.account.secret) == ("10.0.0.7:5038", "hotline", SECRET)
    assert SECRET not in repr(board.account) + await board.start()
    assert not board.begun_anew()


@pytest.mark.parametrize("lacks", [{"secret": ""}, {"port": "auto"}])
def test_an_external_one_needs_an_address_and_a_secret(tmp_path: Path, lacks: dict[str, str]) -> None:
    with pytest.raises(WrongSettings) as error:
        ExternalSwitchboard(
            settings(tmp_path, switch=SwitchSettings.model_validate({**EXTERNAL.model_dump(), **lacks}))
        )
    assert "switch.port and switch.secret" in str(error.value)
    assert SECRET not in error.value.told()


def test_its_accounts_are_not_ours(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings):
        account_names(settings(tmp_path, switch=EXTERNAL), configuration())
