"""Headers of a packet: what a caller can write into them, and what he cannot."""

from __future__ import annotations

import pytest
from asterisk.ami import Event, Response
from hypothesis import given
from hypothesis import strategies as st

from telephony.ami import messages
from telephony.ami.messages import AmiEvent, AmiResponse

LINE_ENDS_OF_OTHERS = ["\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\n", "\r"]


def event(*lines: str) -> AmiEvent:
    found = messages.read("\r\n".join(lines))
    assert isinstance(found, AmiEvent)
    return found


def response(*lines: str) -> AmiResponse:
    found = messages.read("\r\n".join(lines))
    assert isinstance(found, AmiResponse)
    return found


@pytest.mark.parametrize("end", LINE_ENDS_OF_OTHERS)
def test_a_caller_name_forges_no_header(end: str) -> None:
    name = f"Bob{end}Channel: PJSIP/ceo-1"
    seen = event("Event: Newchannel", "Channel: PJSIP/trunk-1", f"CallerIDName: {name}")
    assert seen["Channel"] == "PJSIP/trunk-1"
    assert seen.headers == {"Channel": "PJSIP/trunk-1", "CallerIDName": name}


@pytest.mark.parametrize("end", LINE_ENDS_OF_OTHERS)
def test_nor_a_header_that_was_not_there(end: str) -> None:
    seen = event("Event: Newchannel", f"CallerIDName: x{end}Uniqueid: 1.1")
    assert seen.get("Uniqueid") == ""
    assert "Uniqueid" not in seen
    assert list(seen.headers) == ["CallerIDName"]


@pytest.mark.parametrize("name", ["Response: Goodbye", "Event: Shutdown", "\u2028Response: Goodbye"])
def test_a_caller_name_is_never_a_first_line(name: str) -> None:
    seen = event("Event: Newchannel", f"CallerIDName: {name}")
    assert (seen.name, seen["CallerIDName"]) == ("Newchannel", name)


def test_an_event_with_a_response_header_is_an_event() -> None:
    seen = event("Event: OriginateResponse", "Response: Failure", "ActionID: 4")
    assert (seen.name, seen["Response"]) == ("OriginateResponse", "Failure")


def test_they_are_the_objects_of_the_library() -> None:
    seen = event("Event: Hangup", "Uniqueid: 1.1")
    assert isinstance(seen, Event)
    assert (seen.keys["Uniqueid"], seen["Uniqueid"], list(seen)) == ("1.1", "1.1", ["Uniqueid"])
    assert isinstance(response("Response: Error"), Response)
    assert response("Response: Error").is_error()


def test_repeated_headers_become_a_list() -> None:
    seen = event("Event: Hangup", "ChanVariable: a=1", "Cause: 16", "ChanVariable: b=x=y", "ChanVariable: c=")
    assert seen.headers == {"ChanVariable": ["a=1", "b=x=y", "c="], "Cause": "16"}
    assert seen.all("ChanVariable") == ["a=1", "b=x=y", "c="]
    assert seen.pairs("ChanVariable") == {"a": "1", "b": "x=y", "c": ""}
    assert seen.get("ChanVariable") == seen["ChanVariable"] == "a=1"
    assert (seen.all("Cause"), seen.all("Nothing")) == (["16"], [])


def test_lines_of_a_command() -> None:
    assert response("Response: Success", "Output: one", "Output:  two: 2", "Output: ").output == ["one", " two: 2", ""]


def test_a_header_without_a_blank_after_the_colon() -> None:
    seen = event("Event: X", "Tight:value", "Time: 12:30:05", "Url:http://a: b")
    assert seen.headers == {"Tight": "value", "Time": "12:30:05", "Url": "http://a: b"}
    assert (seen.get("Tight"), seen.get("Url")) == ("value", "http://a: b")


def test_blanks_in_values_are_kept() -> None:
    seen = event("Event: X", "CallerIDName:   Bob  Smith ", "Empty: ", "Bare:")
    assert seen.headers == {"CallerIDName": "  Bob  Smith ", "Empty": "", "Bare": ""}
    assert (seen.get("CallerIDName"), seen.get("Empty", "x"), seen.get("Bare", "x")) == ("  Bob  Smith ", "", "")


def test_lines_without_a_colon_are_no_headers() -> None:
    seen = response("Response: Success", "no header", "A: 1", "")
    assert (seen.headers, seen.follows) == ({"A": "1"}, ["no header"])


def test_a_header_that_is_not_there() -> None:
    seen = event("Event: X", "A: 1")
    assert seen.get("B", "else") == "else"
    with pytest.raises(KeyError, match="B"):
        seen["B"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('Tom \\"T\\" O\\\'Neil\\?', 'Tom "T" O\'Neil?'),
        ("a\\\\nb", "a\\nb"),
        ("a\\vb\\fc\\nd", "a\x0bb\x0cc\nd"),
        ("plain 王", "plain 王"),
        ("unknown \\z and last \\", "unknown \\z and last \\"),
    ],
)
def test_c_escapes_of_asterisk(written: str, meant: str) -> None:
    assert event("Event: X", f"CallerIDName: {written}").unescaped("CallerIDName") == meant


def test_a_name_is_only_found_whole() -> None:
    assert event("Event: X", "XChannel: 1", "Channel2: 2").get("Channel", "none") == "none"


@pytest.mark.parametrize("text", ["event: X", "EVENT:X", "\r\nEvent: X", "Event:X"])
def test_other_spellings_of_the_first_line(text: str) -> None:
    assert event(text, "A: 1").name == "X"


@pytest.mark.parametrize("text", ["", "X", "A: Event: X", "Eventful: X", " Event: X", "Asterisk Call Manager/9.0.0"])
def test_what_is_neither_event_nor_answer(text: str) -> None:
    assert messages.read(text) is None


VALUE = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=20)
LINE = st.one_of(
    st.tuples(st.sampled_from(["A", "B", "Cc", "D-d"]), st.sampled_from([": ", ":"]), VALUE).map("".join),
    VALUE,
)


@given(st.lists(LINE, max_size=12))
def test_searching_one_header_and_parsing_all_agree(lines: list[str]) -> None:
    seen = event("Event: X", *lines)
    for name in ("A", "B", "Cc", "D-d", "E"):
        values = seen.all(name)
        assert seen.get(name, "none") == (values[0] if values else "none")
        assert (name in seen) == bool(values)


@given(st.lists(st.tuples(st.sampled_from(["A", "B", "C"]), VALUE), max_size=8))
def test_parsing_keeps_every_value_in_order(pairs: list[tuple[str, str]]) -> None:
    seen = event("Event: X", *(f"{name}: {value}" for name, value in pairs))
    for name in ("A", "B", "C"):
        assert seen.all(name) == [value for other, value in pairs if other == name]
