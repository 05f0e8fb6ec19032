"""The decoder: what is scored together is scored as if alone."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.errors import EngineUnusable
from speech.whisper_decoder import Decoder, Text
from speech.whisper_tree import grow
from speech.whisper_weights import read
from tests.unit.speech.tiny_whisper import VOCABULARY, encoded, weights

PROMPT = [3, 1]
TEXTS = st.lists(st.lists(st.integers(0, VOCABULARY - 1), min_size=1, max_size=4).map(tuple), min_size=1, max_size=5)


@given(TEXTS)
@settings(max_examples=30, deadline=None)
def test_texts_together_score_as_each_alone(texts: list[Text]) -> None:
    decoder = Decoder(weights(), [0, 2])
    sounds = [decoder.listen(encoded(1)), decoder.listen(encoded(2))]
    together = decoder.score(sounds, PROMPT, texts)
    for sound, scores in zip(sounds, together, strict=True):
        for one, score in zip(texts, scores, strict=True):
            alone = decoder.score([sound], PROMPT, [one])[0][0]
            assert score.tokens == pytest.approx(alone.tokens, abs=1e-3)
            assert score.end == pytest.approx(alone.end, abs=1e-3)


def test_all_that_may_follow_adds_up_to_one() -> None:
    """Over every text of one token and every end after it: probabilities, so that they can be compared at all."""
    decoder = Decoder(weights(), range(VOCABULARY))
    sound = decoder.listen(encoded(3))
    scores = decoder.score([sound], PROMPT, [(token,) for token in range(VOCABULARY)])[0]
    assert sum(np.exp(score.total) for score in scores) == pytest.approx(1.0, abs=1e-4)
    assert all(score.end == pytest.approx(0.0, abs=1e-5) for score in scores)


def test_the_sound_matters_and_so_does_the_prompt() -> None:
    decoder = Decoder(weights(), [0])
    one, other = decoder.listen(encoded(1)), decoder.listen(encoded(2))
    first, second = (scores[0].total for scores in decoder.score([one, other], PROMPT, [(4, 5)]))
    assert first != pytest.approx(second, abs=1e-3)
    assert first != pytest.approx(decoder.score([one], [1, 3], [(4, 5)])[0][0].total, abs=1e-3)


def test_a_tree_holds_each_common_beginning_once() -> None:
    tree = grow([9, 8], [[1, 2], [1, 3], [4], [1]])
    assert tree.tokens.tolist() == [9, 8, 1, 2, 3, 4]
    assert tree.depths.tolist() == [0, 1, 2, 3, 3, 2]
    assert tree.paths == ((1, 2, 3), (1, 2, 4), (1, 5), (1, 2))
    assert (tree.mask == 0).sum(1).tolist() == [1, 2, 3, 4, 4, 3]
    assert tree.mask[4, 3] < -1e8


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no model at all, only text",
        struct.pack("<I", 6) + struct.pack("<H", 4) + b"abc\0",
        struct.pack("<I", 99),
        struct.pack("<IH12sII", 6, 12, b"WhisperSpec\0", 3, 0),
        struct.pack("<IH12sII", 6, 12, b"WhisperSpec\0", 3, 2**31),
    ],
)
def test_a_file_that_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(content)
    with pytest.raises(EngineUnusable, match=r"model\.bin is no Whisper model"):
        read(file)
