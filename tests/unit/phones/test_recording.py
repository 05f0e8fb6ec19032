from __future__ import annotations

import numpy as np

from telephony.phones.recording import RATE, Recording, Samples

MASK = 0xFFFFFFFF


def frame(value: int) -> Samples:
    return np.full(160, value, np.int16)


def test_position_is_time_since_the_answer() -> None:
    recording = Recording()
    recording.place(frame(7), 1, 5000, elapsed=0.5)
    assert recording.seconds == 0.52
    assert not recording.samples(0, 4000).any()
    assert (recording.samples(4000) == 7).all()


def test_jitter_moves_nothing_and_packets_may_overtake() -> None:
    recording, start = Recording(), MASK - 300  # the timestamp wraps on the way
    for number, late in ((0, 0.0), (2, 0.03), (1, 0.06), (3, 0.0)):
        recording.place(frame(number + 1), 1, (start + 160 * number) & MASK, elapsed=1 + number * 0.02 + late)
    assert [int(recording.samples(8000 + 160 * n, 8001 + 160 * n)[0]) for n in range(4)] == [1, 2, 3, 4]


def test_a_pause_in_the_stream_is_silence_as_long_as_it_was() -> None:
    """The sender's timestamps stood still meanwhile."""
    recording = Recording()
    recording.place(frame(1), 1, 0, elapsed=0.0)
    recording.place(frame(2), 1, 160, elapsed=3.0)
    assert (recording.samples(3 * RATE) == 2).all()
    assert not recording.samples(160, 3 * RATE).any()


def test_what_begins_after_a_pause_is_placed_when_it_comes() -> None:
    """The sender's clock has fallen behind by 100 ms; only a marker says that this is no jitter."""
    recording = Recording()
    recording.place(frame(1), 1, 0, elapsed=0.0)
    recording.place(frame(2), 1, 960 * 8, elapsed=1.06, marked=True)
    recording.place(frame(3), 1, 980 * 8, elapsed=1.09)
    assert [int(recording.samples(at, at + 1)[0]) for at in (8479, 8480, 8639, 8640)] == [0, 2, 2, 3]


def test_a_marker_in_the_middle_of_sound_moves_nothing() -> None:
    recording = Recording()
    recording.place(frame(1), 1, 0, elapsed=0.0)
    recording.place(frame(2), 1, 160, elapsed=0.045, marked=True)
    assert int(recording.samples(160, 161)[0]) == 2


def test_a_new_source_is_placed_when_it_comes() -> None:
    recording = Recording()
    recording.place(frame(1), 1, 123456, elapsed=0.0)
    recording.place(frame(2), 2, 99, elapsed=0.02)
    assert (recording.samples(160, 320) == 2).all()


def test_no_drift_over_an_hour() -> None:
    recording = Recording()
    for number in range(0, 180_000, 50):
        recording.place(frame(5), 1, number * 160, elapsed=number * 0.02 + (number % 7) * 0.004)
    assert recording.length == (180_000 - 50) * 160 + 160
    assert recording.samples(3599 * RATE, 3599 * RATE + 160).all()


def test_time_goes_on_though_nothing_is_heard() -> None:
    recording = Recording()
    recording.pass_to(2.5)
    assert recording.seconds == 2.5
    assert len(recording.last(1.0)) == RATE
    assert len(recording.samples(0, 99999)) == 20000
