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
    """espeak-ng(1), run once a prompt: the text goes through its standard input, never through a shell."""

    def speak(self, text: str, manner: Manner) -> Sound:
        """See Engine. Voices are espeak-ng's own names, such as `cmn` and `en-us`."""
        program = shutil.which("espeak-ng")
        if program is None:
            raise VoiceMissing("espeak-ng is not on this machine", "apt-get install espeak-ng")
        speed = str(round(_WORDS_A_MINUTE * manner.speed))
        command = [program, "--stdout", "--stdin", "-b", "1", "-v", manner.voice, "-s", speed]
        spoken = subprocess.run(command, input=text.encode(), capture_output=True, check=False, timeout=60)
        if spoken.returncode or not spoken.stdout:
            raise VoiceMissing(f"espeak-ng would not speak as '{manner.voice}'", spoken.stderr.decode().strip())
        return AudioSegment.from_file(io.BytesIO(spoken.stdout), format="wav")
