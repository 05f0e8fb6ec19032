"""What the benches' own hotline is told, and how its process is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from prompts.catalogue import Catalogue
from service.bench.ground import Ground, Ports, free_udp_port
from service.bench.hotline_process import cpu_of_stat, cpu_seconds, environment
from service.bench.plans import PROMPT, STRAIGHT_IN, THROUGH_A_MENU, plain_menu, settings_file
from service.config import Settings
from service.plans import load_configuration
from telephony.embedded.installation import Installation, Version

NOWHERE = Installation(("asterisk",), Version(22, 0), Path("/none"), Path("/none"))


@pytest.fixture
def ground(tmp_path: Path) -> Ground:
    return Ground(tmp_path, tmp_path / "no-root", NOWHERE, Catalogue.load())


@pytest.mark.parametrize("plan", [STRAIGHT_IN, THROUGH_A_MENU])
def test_the_benches_plans_have_no_mistakes(plan: str, ground: Ground) -> None:
    settings = Settings.read(settings_file(ground, "ours", plan, Ports(5060, 5038, 10000)))
    assert (settings.sip.port, settings.switch.port, settings.sip.rtp_end) == (5060, 5038, 12999)
    assert settings.data.folder.is_relative_to(ground.folder)
    configuration = load_configuration(settings, ground.catalogue)
    assert [queue.name for queue in configuration.queues] == ["bench"]


def test_the_dialplan_plays_the_same_prompt(ground: Ground) -> None:
    prompt = ground.prompt(PROMPT)
    assert Path(f"{prompt}.wav").is_file()
    assert f"Background({prompt})" in plain_menu(prompt)


def test_two_asterisks_share_no_rtp_port(ground: Ground) -> None:
    one, other = ground.ports(0), ground.ports(1)
    assert one.rtp_end < other.rtp_start
    assert one.sip != other.sip
    assert 0 < free_udp_port() < 65536


def test_cpu_time_is_read_whatever_the_program_is_called() -> None:
    stat = "4711 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0"
    assert cpu_of_stat(stat, 100) == 3.0


def test_a_process_that_is_gone_uses_nothing() -> None:
    assert cpu_seconds(2**22 + 1) == 0.0


def test_no_setting_of_this_installation_reaches_the_bench() -> None:
    given = {"HOTLINE_SIP__PORT": "5070", "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/bin"}
    assert environment(given, Path("/compiled")) == {"PATH": "/bin", "PYTHONPYCACHEPREFIX": "/compiled"}
