"""What is written into Asterisk's configuration, read back as Asterisk reads it."""

from __future__ import annotations

import dataclasses
import resource
from pathlib import Path

import pytest

from telephony.embedded.installation import Version
from telephony.embedded.modules import NEEDED
from telephony.embedded.rendering import RELOADS, reload_commands, render
from telephony.embedded.settings import ExchangeSettings, Trunk
from tests.unit.embedded.sample import INSTALLATION, SETTINGS, sections, typed


def files(settings: ExchangeSettings = SETTINGS) -> dict[str, str]:
    return render(settings, INSTALLATION, Path("/srv/hotline/asterisk/run"))


def test_every_seat_has_an_endpoint_a_password_and_one_place() -> None:
    text = files()["pjsip.conf"]
    endpoint = typed(text, "1001", "endpoint")
    assert endpoint["context"] == ["hotline-seats"]
    assert endpoint["callerid"] == ['"王 芳" <1001>']
    assert endpoint["auth"] == endpoint["aors"] == ["1001"]
    assert endpoint["set_var"] == ["TRANSFER_CONTEXT=hotline-transfer"]
    assert typed(text, "1001", "auth")["password"] == ["secret_of_1001"]
    assert typed(text, "1001", "aor") == {
        "type": ["aor"], "max_contacts": ["1"], "remove_existing": ["yes"], "qualify_frequency": ["0"]
    }  # fmt: skip


def test_every_phone_needs_a_password_and_every_trunk_an_address() -> None:
    text = files()["pjsip.conf"]
    named = {title for title, values in sections(text) if values.get("type") == ["endpoint"]}
    guarded = {title for title, values in sections(text) if values.get("type") in (["auth"], ["identify"])}
    assert named == guarded == {"1001", "1002", "carrier", "trial-13900001111", "trial-p8613900002222"}
    assert "anonymous" not in text


def test_a_trial_line_comes_in_as_from_outside() -> None:
    endpoint = typed(files()["pjsip.conf"], "trial-13900001111", "endpoint")
    assert endpoint["context"] == ["hotline-in"]
    assert endpoint["callerid"] == ["<13900001111>"]


def test_a_trunk_is_known_called_and_registered_with() -> None:
    text = files()["pjsip.conf"]
    assert typed(text, "carrier", "identify")["match"] == ["sip.example.org"]
    assert typed(text, "carrier", "aor")["contact"] == ["sip:sip.example.org:5070"]
    assert typed(text, "carrier", "endpoint")["outbound_auth"] == ["carrier"]
    registration = typed(text, "carrier", "registration")
    assert registration["client_uri"] == ["sip:95105@sip.example.org:5070"]


def test_a_trunk_without_a_password_is_only_an_address() -> None:
    settings = dataclasses.replace(SETTINGS, trunks=(Trunk("plain", "2001:db8::5"),))
    text = files(settings)["pjsip.conf"]
    kinds = [values["type"] for title, values in sections(text) if title == "plain"]
    assert kinds == [["endpoint"], ["aor"], ["identify"]]
    assert typed(text, "plain", "aor")["contact"] == ["sip:[2001:db8::5]:5060"]
    assert typed(text, "plain", "identify")["match"] == ["2001:db8::5"]


def test_sip_listens_where_it_was_told_by_udp_and_tcp() -> None:
    text = files(
        dataclasses.replace(SETTINGS, bind="0.0.0.0", external_address="203.0.113.9", local_networks=("10.0.0.0/8",))
    )
    for kind in ("udp", "tcp"):
        transport = typed(text["pjsip.conf"], f"transport-{kind}", "transport")
        assert transport["bind"] == ["0.0.0.0:5060"]
        assert transport["external_media_address"] == transport["external_signaling_address"] == ["203.0.113.9"]
        assert transport["local_net"] == ["10.0.0.0/8"]
    assert "media_address" not in typed(text["pjsip.conf"], "1001", "endpoint")


def test_sound_stays_on_the_address_that_sip_is_bound_to() -> None:
    endpoint = typed(files()["pjsip.conf"], "1001", "endpoint")
    assert endpoint["media_address"] == ["127.0.0.1"]
    assert endpoint["bind_rtp_to_media_address"] == ["yes"]


def test_nothing_loads_but_what_we_need_and_that_must_load() -> None:
    (title, values), *rest = sections(files()["modules.conf"])
    assert (title, rest) == ("modules", [])
    assert values["autoload"] == ["no"]
    assert values["require"] == [f"{each}.so" for each in NEEDED]
    assert "res_pjsip_authenticator_digest.so" in values["require"]
    assert "app_queue.so" not in files()["modules.conf"]


def test_a_bench_may_load_more() -> None:
    settings = dataclasses.replace(
        SETTINGS, modules_extra=("app_queue",), extra_extensions="[bench]\n", extra_files={"queues.conf": "[general]\n"}
    )
    text = files(settings)
    assert dict(sections(text["modules.conf"]))["modules"]["load"] == ["app_queue.so"]
    assert text["extensions.conf"].endswith("[bench]\n")
    assert text["queues.conf"] == "[general]\n"


def test_the_manager_is_on_loopback_whatever_sip_is_bound_to() -> None:
    text = files(dataclasses.replace(SETTINGS, bind="0.0.0.0"))["manager.conf"]
    general, user = sections(text)
    assert general[1]["bindaddr"] == ["127.0.0.1"]
    assert user[1]["permit"] == ["127.0.0.1/255.255.255.255"]
    assert not {"command", "config", "all"} & set(user[1]["write"][0].split(","))


@pytest.mark.parametrize(
    ("version", "structured"),
    [
        ((20, 10), False),
        ((20, 11), True),
        ((21, 5), False),
        ((21, 6), True),
        ((22, 0), False),
        ((22, 1), True),
        ((23, 0), True),
    ],
)
def test_event_filters_are_written_as_the_version_reads_them(version: tuple[int, int], structured: bool) -> None:
    installation = dataclasses.replace(INSTALLATION, version=Version(*version))
    lines = render(SETTINGS, installation, Path("/run"))["manager.conf"].splitlines()
    filters = [line for line in lines if line.startswith("eventfilter")]
    named = "eventfilter(action(include),name(Hangup)) ="
    assert (named in filters) is structured
    assert len(filters) == (4 if structured else 1)


def test_without_event_names_there_is_no_filter() -> None:
    assert "eventfilter" not in files(dataclasses.replace(SETTINGS, event_names=()))["manager.conf"]


def test_everything_but_the_modules_lies_in_our_folder() -> None:
    directories = dict(sections(files()["asterisk.conf"]))["directories"]
    outside = {key for key, value in directories.items() if not value[0].startswith("/srv/hotline/asterisk/")}
    assert outside == {"astmoddir"}


def test_music_of_ours_wins() -> None:
    text = files(dataclasses.replace(SETTINGS, music_dir=Path("/srv/music")))["musiconhold.conf"]
    assert dict(sections(text))["default"]["directory"] == ["/srv/music"]
    assert "/usr/share/asterisk/moh" in files()["musiconhold.conf"]


def test_a_queue_may_have_music_of_its_own() -> None:
    classes = {"jazz": Path("/srv/music/jazz")}
    rendered = files(dataclasses.replace(SETTINGS, music_dir=Path("/srv/music"), music_classes=classes))
    found = dict(sections(rendered["musiconhold.conf"]))
    assert (found["jazz"]["directory"], found["default"]["directory"]) == (["/srv/music/jazz"], ["/srv/music"])


def test_an_unknown_country_has_tones_all_the_same() -> None:
    text = files(dataclasses.replace(SETTINGS, tone_zone="fr"))["indications.conf"]
    assert dict(sections(text))["general"]["country"] == ["fr"]
    assert dict(sections(text))["fr"]["dial"] == ["450"]


def test_the_same_settings_give_the_same_text() -> None:
    assert files() == files()


def test_only_what_changed_is_reloaded() -> None:
    assert reload_commands(frozenset()) == []
    assert reload_commands(frozenset({"modules.conf"})) == []
    assert reload_commands(frozenset({"extensions.conf"})) == ["dialplan reload"]
    assert set(RELOADS) <= set(files())


@pytest.mark.parametrize(("hard", "asked"), [(4096, 4096), (1_048_576, 65_536), (resource.RLIM_INFINITY, 65_536)])
def test_asterisk_may_open_what_the_system_allows(monkeypatch: pytest.MonkeyPatch, hard: int, asked: int) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (1024, hard))
    assert dict(sections(files()["asterisk.conf"]))["options"]["maxfiles"] == [str(asked)]
