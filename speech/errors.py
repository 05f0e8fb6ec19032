"""What can go wrong with speech. In a call each of these means: go on by keys."""

from __future__ import annotations

from calls.errors import HotlineError


class NoRecogniser(HotlineError):
    """Nothing on this machine hears this language. The call goes on by keys."""

    code = "HL501"
    remedy = "`hotline models list` shows what can be fetched; until then callers are offered keys only"

    def __init__(self, language: str) -> None:
        super().__init__(f"no recogniser for {language}: keys only")
        self.language = language


class RecogniserBusy(HotlineError):
    """As many callers are being listened to as `speech.at_once` allows. The call goes on by keys."""

    code = "HL502"
    remedy = "more workers (speech.workers) hear more callers at once"


class RecogniserLate(HotlineError):
    """Recognition took longer than its deadline. What comes later is not used: the caller has gone on by keys."""

    code = "HL503"
    remedy = "a faster machine, or more workers (speech.workers)"


class RecogniserGone(HotlineError):
    """The worker process ended while it heard this utterance, or none is up. Another one is started."""

    code = "HL504"
    remedy = "the call goes on by keys; the log says how the worker ended"


class EngineUnusable(HotlineError):
    """A recogniser, or the model that it needs, cannot be loaded."""

    code = "HL505"
    remedy = "`hotline models verify` tells whether its files are whole"


class FetchFailed(HotlineError):
    """A model could not be had from any of its sources. What was loaded so far is kept, and the next try goes on there."""

    code = "HL506"
    remedy = "try again, or fetch its files elsewhere and name their folder with --from: docs/speech.md"


class ModelUnknown(HotlineError):
    """No model is called so."""

    code = "HL507"
    remedy = "`hotline models list` shows all of them"


class LineClosed(HotlineError):
    """The sound of a leg ended although nobody hung up. The step goes on by keys."""

    code = "HL508"
    remedy = "nothing, if it is rare: the caller was asked by keys"
