"""English text to Kokoro's phonemes: espeak-ng's IPA, written the way Kokoro was trained (misaki, Apache-2.0)."""

from __future__ import annotations

import re

from prompts.engines.espeak import run_espeak

_SIGNS = (
    # Diphthongs and affricates are one sign each; American r-coloured vowels are two. Order matters.
    *(("eɪ", "A"), ("aɪ", "I"), ("ɔɪ", "Y"), ("oʊ", "O"), ("aʊ", "W"), ("dʒ", "ʤ"), ("tʃ", "ʧ"), ("ɚ", "əɹ")),
    *(("r", "ɹ"), ("x", "k"), ("ɐ", "ə"), ("ː", ""), ("e", "A"), ("ʲ", ""), ("ɬ", "l"), ("o", "ɔ"), ("ɪəɹ", "ɪɹ")),
)
_PIECES = re.compile(r"[^,.!?;:]+|[,.!?;:]+\s*")


def phonemes(text: str) -> str:
    """Kokoro's phonemes for English text. Punctuation stays: it makes the pauses. Raises VoiceMissing."""
    return "".join(_piece(piece) for piece in _PIECES.findall(text)).strip()


def kokoro_signs(ipa: str) -> str:
    """espeak-ng's IPA in Kokoro's signs."""
    for sign, ours in _SIGNS:
        ipa = ipa.replace(sign, ours)
    return ipa


def _piece(piece: str) -> str:
    if piece[0] in ",.!?;:":
        return piece
    return kokoro_signs(" ".join(run_espeak(piece, "-q", "--ipa", "-v", "en-us").decode().split()))
