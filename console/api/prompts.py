"""What the hotline says: listing, listening, recordings of the centre's own."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import FileResponse

from console.errors import TooLarge, WrongValue
from console.ports.prompts import PromptSpoken, PromptsView, PromptView
from console.roles import Action
from console.rooms import Rooms
from console.visitor import Visitor
from console.who import needs, rooms

Here = Annotated[Rooms, Depends(rooms)]
Id = Annotated[str, Path(max_length=64, pattern=r"^[a-z0-9_]+$")]
Language = Annotated[str, Path(max_length=12, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")]
LARGEST = 20 << 20
"""Bytes of a recording."""
router = APIRouter(prefix="/prompts", tags=["prompts"], max_body_size=LARGEST)
SECONDS = 60.0
"""In which a recording must have arrived."""


@router.get("", summary="Every prompt")
async def prompts(_who: Annotated[Visitor, needs(Action.SEE_PLAN)], here: Here) -> PromptsView:
    """Its text and length in each language, what is missing, and which steps use it."""
    return await here.prompts.prompts()


@router.get("/{prompt}/{lang}/sound", summary="Hear a prompt", response_class=FileResponse)
async def sound(
    prompt: Id, lang: Language, _who: Annotated[Visitor, needs(Action.SEE_PLAN)], here: Here
) -> FileResponse:
    """The WAV file that callers hear; ranges are served."""
    path = await here.prompts.sound(prompt, lang)
    return FileResponse(path, media_type="audio/wav", headers={"Cache-Control": "no-cache"})


@router.put(
    "/{prompt}/{lang}",
    summary="Take a recording of the centre's own",
    openapi_extra={
        "requestBody": {"required": True, "content": {"audio/*": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
async def record(
    prompt: Id, lang: Language, request: Request, who: Annotated[Visitor, needs(Action.EDIT_PLAN)], here: Here
) -> PromptSpoken:
    """WAV, MP3, FLAC or Ogg Vorbis: made fit for the telephone, and heard by calls from now on."""
    sent = await _body(request)
    await here.audit.note(who, "prompt.record", f"{lang}/{prompt}", None, {"bytes": len(sent)})
    return await here.prompts.record(prompt, lang, sent)


@router.delete("/{prompt}/{lang}", summary="Take the centre's own recording away")
async def forget(
    prompt: Id, lang: Language, who: Annotated[Visitor, needs(Action.EDIT_PLAN)], here: Here
) -> PromptView:
    """The shipped one is heard again; where there is none, the prompt is missing."""
    await here.audit.note(who, "prompt.forget", f"{lang}/{prompt}")
    return await here.prompts.forget(prompt, lang)


async def _body(request: Request) -> bytes:
    """Not more than it may be, however long it says it is. Raises TooLarge, WrongValue."""
    read = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for piece in request.stream():
                read += piece
                if len(read) > LARGEST:
                    raise TooLarge(f"a recording has at most {LARGEST >> 20} MB")
    except TimeoutError:
        raise WrongValue(f"the recording has not arrived within {SECONDS:.0f} s") from None
    return bytes(read)
