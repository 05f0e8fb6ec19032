"""The fallback voice: espeak-ng, a Debian package. Robotic, but it speaks every language at once."""

from __future__ import annotations

import io
import shutil
import subprocess

from prompts.engines.port import Manner
from prompts.errors import VoiceMissing
from prompts.sound import AudioSegment, Sound

_WORDS_A_MINUTE = 165


class Espeak:
    """espeak-ng(1), run once a prompt."""

    def speak(self, text: str, manner: Manner) -> Sound:
        """See Engine. Voices are espeak-ng's own names, such as `cmn` and `en-us`."""
        speed = str(round(_WORDS_A_MINUTE * manner.speed))
        spoken = run_espeak(text, "--stdout", "-v", manner.voice, "-s", speed)
        return AudioSegment.from_file(io.BytesIO(spoken), format="wav")


def run_espeak(text: str, *options: str) -> bytes:
    """What espeak-ng writes for this text, which goes through its standard input only. Raises VoiceMissing."""
    program = shutil.which("espeak-ng")
    if program is None:
        raise VoiceMissing("espeak-ng is not on this machine", "apt-get install espeak-ng")
    command = [program, "--stdin", "-b", "1", *options]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=60)
    if done.returncode or not done.stdout:
        raise VoiceMissing(f"espeak-ng failed with {' '.join(options)}", done.stderr.decode().strip())
    return done.stdout
