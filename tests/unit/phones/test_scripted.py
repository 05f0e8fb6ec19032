from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from telephony.phones import CallPlan, PhonePlan, Step, parse_press, parse_tone, run_call, run_phone
from telephony.phones.audio import read_wav, tone, write_wav
from telephony.phones.script import Pause, Say
from tests.unit.phones.exchange import Exchange, account, register_with_password, request_to_phone
from tests.unit.phones.server import sdp, serving
from tests.waiting import patient, until


async def test_each_step_is_told_as_it_happens_and_the_exchange_hangs_up(tmp_path: Path) -> None:
    exchange, steps = Exchange(), list[Step]()
    write_wav(tmp_path / "hello.wav", tone(700, 0.3))
    actions = (parse_press("12@0.2"), Say(tmp_path / "hello.wav", Pause(0.1)), parse_tone("440"))
    async with serving(exchange.answer) as server:
        plan = CallPlan(account(server), "95105", actions, record=tmp_path / "heard.wav", stay=0.3)
        report = await run_call(plan, steps.append)
    exchange.close()
    assert report.exit_code == 0
    assert 1.9 <= report.seconds <= patient(2.5)
    kinds = [step.kind for step in steps]
    assert kinds == ["calling", "ringing", "answered", "because", "pressed", "because", "saying", "because", "tone",
                     "ended", "recorded"]  # fmt: skip
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert len(read_wav(tmp_path / "heard.wav")) > 8000


async def test_a_call_that_is_refused_is_a_failure_with_its_code() -> None:
    exchange, steps = Exchange("486"), list[Step]()
    async with serving(exchange.answer) as server:
        report = await run_call(CallPlan(account(server), "95105", (parse_press("1"),)), steps.append)
    exchange.close()
    assert (report.exit_code, report.sip_code, report.answered) == (1, 486, False)
    assert steps[-1].text == "refused: 486 Busy Here"


async def test_a_call_nobody_takes_is_cancelled() -> None:
    exchange = Exchange("none")
    async with serving(exchange.answer) as server:
        report = await run_call(CallPlan(account(server), "95105", ring_for=0.3), lambda _step: None)
        assert server.requests("CANCEL")
    exchange.close()
    assert report.exit_code == 1


async def test_what_is_never_heard_fails_the_script_and_hangs_up() -> None:
    exchange, steps = Exchange(), list[Step]()
    async with serving(exchange.answer) as server:
        plan = CallPlan(account(server), "95105", (parse_press("1@silence"),), patience=0.5)
        report = await run_call(plan, steps.append)
        assert server.requests("BYE")
    exchange.close()
    assert (report.exit_code, report.answered, report.script_done) == (1, True, False)
    assert any(step.kind == "given_up" for step in steps)


@pytest.mark.parametrize("instants", [{"answered"}, {"because"}, {"saying"}, {"ended"}, {"answered", "ended"}])
async def test_interrupting_hangs_up_and_keeps_the_recording(tmp_path: Path, instants: set[str]) -> None:
    """Ctrl-C cancels the task: in the very moment of the answer, before anything is heard, or while it hangs up."""
    exchange, steps = Exchange(), list[Step]()
    async with serving(exchange.answer) as server:
        plan = CallPlan(account(server), "95105", (Say(_tone_of(1.0, tmp_path), Pause(0.1)),), stay=0.1,
                        record=tmp_path / "heard.wav")  # fmt: skip
        await _interrupted(plan, steps, instants)
        assert server.requests("BYE")
    exchange.close()
    assert instants <= {step.kind for step in steps}
    assert steps[-1].kind == "recorded"
    assert (tmp_path / "heard.wav").is_file()


@pytest.mark.parametrize("instant", ["calling", "ringing"])
async def test_interrupting_before_the_answer_gives_the_call_up(tmp_path: Path, instant: str) -> None:
    exchange, steps = Exchange("none"), list[Step]()
    async with serving(exchange.answer) as server:
        plan = CallPlan(account(server), "95105", record=tmp_path / "heard.wav")
        await _interrupted(plan, steps, {instant})
        assert server.requests("CANCEL") or len(server.requests("INVITE")) == 1
    exchange.close()
    assert steps[-1].kind == "ended"
    assert not (tmp_path / "heard.wav").exists()


def _tone_of(seconds: float, folder: Path) -> Path:
    write_wav(folder / "tone.wav", tone(700, seconds))
    return folder / "tone.wav"


async def _interrupted(plan: CallPlan, steps: list[Step], instants: set[str]) -> None:
    """Make the call, and cancel it while each of these steps is told."""

    def tell(step: Step) -> None:
        steps.append(step)
        if step.kind in instants:
            calling.cancel()

    calling = asyncio.create_task(run_call(plan, tell))
    with pytest.raises(asyncio.CancelledError):
        await calling


async def test_what_is_wrong_is_found_before_anybody_is_called(tmp_path: Path) -> None:
    async with serving(lambda _request: []) as server:
        plan = CallPlan(account(server), "95105", (parse_press("1@absent"),))
        with pytest.raises(ValueError, match="no prompt 'absent'"):
            await run_call(plan, lambda _step: None)
        with pytest.raises(ValueError, match="there is no folder"):
            await run_call(replace(plan, actions=(), record=tmp_path / "no" / "x.wav"), lambda _step: None)
        with pytest.raises(ValueError, match="is no number"):
            await run_call(replace(plan, actions=(), number="a b"), lambda _step: None)
        assert server.seen == []


@pytest.mark.parametrize(("refuse_with", "code"), [(486, 486), (603, 603), (None, 200)])
async def test_a_phone_answers_or_refuses_and_ends_after_its_calls(refuse_with: int | None, code: int) -> None:
    steps: list[Step] = []
    async with serving(register_with_password) as server:
        plan = PhonePlan(account(server), answer_after=0.1, refuse_with=refuse_with, calls=1, stay=0.1)
        running = asyncio.create_task(run_phone(plan, steps.append))
        await until(lambda: steps, what="registered")
        server.send(request_to_phone("INVITE", sdp(4000)))
        report = await asyncio.wait_for(running, patient(10))
        codes = [message.code for message in server.seen if message.cseq == (10, "INVITE")]
    assert codes[-1] == code
    assert (180 in codes) == (refuse_with != 486)
    assert (report.exit_code, report.calls[0].answered) == (0, refuse_with is None)
