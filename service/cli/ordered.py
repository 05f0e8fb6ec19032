"""Options whose order matters: `--press 1 --say 查订单 --press 2` is a caller's way, not three lists."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand

ORDER = "hotline.order"


class OrderedCommand(TyperCommand):
    """Remembers, in `ctx.meta[ORDER]`, the names of the options in the order in which they were written."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As always, and once more for the order: the values themselves come by their own lists."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[ORDER] = [param.name for param in order]
        return super().parse_args(ctx, args)


def in_order(ctx: Any, **lists: list[str]) -> list[tuple[str, str]]:
    """(name of the option, its value), as they were written."""
    left = {name: iter(values) for name, values in lists.items()}
    return [(name, next(left[name])) for name in ctx.meta.get(ORDER, []) if name in left]
