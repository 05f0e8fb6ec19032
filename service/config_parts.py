"""What every table of the settings is made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidatorFunctionWrapHandler, WrapValidator

PREFIX, BETWEEN = "HOTLINE_", "__"
"""How a variable of the environment names a setting: `HOTLINE_SIP__PORT`."""


def _one_port(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """One message instead of one for each alternative."""
    try:
        return check(value)
    except ValidationError:
        raise ValueError("a port is a number from 1 to 65535, or auto") from None


PortNumber = Annotated[int, Field(ge=1, le=65535)]
Port = Annotated[PortNumber | Literal["auto"], WrapValidator(_one_port)]


class Section(BaseModel):
    """One table of the file. A key that nobody knows is an error: it is a typing mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)
