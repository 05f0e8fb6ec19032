"""Where each box of a graph is drawn: in layers from top to bottom (Sugiyama, Tagawa and Toda, 1981).

Ways that lead back up are turned round for the layering; each layer is ordered by the mean place of its neighbours
(the barycentre rule), which keeps crossings few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SWEEPS = 12
"""Passes down and up; more changed nothing on plans of 200 flows."""
GAP_ACROSS, GAP_DOWN = 36.0, 64.0
"""Between boxes and between layers, in pixels."""

Edges = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Size:
    """Of a box, in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Spot:
    """The upper left corner of a box, in pixels."""

    x: float
    y: float


def lay_out(sizes: Mapping[str, Size], edges: Edges) -> dict[str, Spot]:
    """A place for every box; none overlap. `edges` name boxes that are there."""
    after = _downwards(sizes, [edge for edge in edges if edge[0] != edge[1]])
    layers = _ordered(_layers(after), after)
    widest = max((_width(layer, sizes) for layer in layers), default=0.0)
    spots: dict[str, Spot] = {}
    y = GAP_DOWN / 2
    for layer in layers:
        spots |= _row(layer, sizes, (widest - _width(layer, sizes)) / 2 + GAP_ACROSS, y)
        y += max(sizes[name].height for name in layer) + GAP_DOWN
    return spots


def _row(layer: Sequence[str], sizes: Mapping[str, Size], x: float, y: float) -> dict[str, Spot]:
    spots = {}
    for name in layer:
        spots[name] = Spot(x, y)
        x += sizes[name].width + GAP_ACROSS
    return spots


def _width(layer: Sequence[str], sizes: Mapping[str, Size]) -> float:
    return sum(sizes[name].width for name in layer) + GAP_ACROSS * (len(layer) - 1)


def _downwards(names: Iterable[str], edges: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The graph without the ways that close a round: depth first, without recursion."""
    after: dict[str, list[str]] = {name: [] for name in names}
    for source, target in edges:
        after[source].append(target)
    kept: dict[str, list[str]] = {name: [] for name in after}
    state: dict[str, int] = dict.fromkeys(after, 0)
    for start in after:
        _search(start, after, kept, state)
    return kept


def _search(start: str, after: Mapping[str, list[str]], kept: dict[str, list[str]], state: dict[str, int]) -> None:
    """States: 0 not seen, 1 on the way here, 2 done."""
    stack = [(start, iter(after[start]))] if state[start] == 0 else []
    while stack:
        name, left = stack[-1]
        state[name] = 1
        target = next(left, None)
        if target is None:
            state[name] = 2
            stack.pop()
        elif state[target] != 1:
            kept[name].append(target)
            if state[target] == 0:
                stack.append((target, iter(after[target])))


def _layers(after: Mapping[str, list[str]]) -> list[list[str]]:
    """Each box one below the lowest of those that lead to it."""
    waits = dict.fromkeys(after, 0)
    for targets in after.values():
        for target in targets:
            waits[target] += 1
    depth = dict.fromkeys(after, 0)
    ready = [name for name, count in waits.items() if count == 0]
    for name in ready:
        for target in after[name]:
            depth[target] = max(depth[target], depth[name] + 1)
            waits[target] -= 1
            if waits[target] == 0:
                ready.append(target)
    layers: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name in after:
        layers[depth[name]].append(name)
    return layers


def _ordered(layers: list[list[str]], after: Mapping[str, list[str]]) -> list[list[str]]:
    before: dict[str, list[str]] = {name: [] for name in after}
    for name, targets in after.items():
        for target in targets:
            before[target].append(name)
    for sweep in range(SWEEPS):
        neighbours = before if sweep % 2 == 0 else after
        place = {name: index / len(layer) for layer in layers for index, name in enumerate(layer)}
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            layer.sort(key=lambda name: _mean([place[each] for each in neighbours[name]], place[name]))
            place |= {name: index / len(layer) for index, name in enumerate(layer)}
    return layers


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise
