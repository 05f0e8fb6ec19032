"""The graph of a plan as an SVG picture: a box a flow with a line a step, and the ways between them."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, tostring

from ivr.graph import Graph, Node, Shape
from ivr.layout import GAP_DOWN, Size, Spot, lay_out

LINE, MARGIN, LETTER = 18.0, 10.0, 7.4
"""Height of a line, space inside a box, and width of a Latin letter at 13 px; Chinese ones take two."""
LONGEST = 48
FILLS = {Shape.NUMBER: "#dbeafe", Shape.FLOW: "#f8fafc", Shape.QUEUE: "#dcfce7", Shape.PHONE: "#fef9c3"}
STYLE = """
svg { background: #ffffff; font: 13px system-ui, sans-serif; }
.box { stroke: #475569; } .title { font-weight: 600; } text { fill: #0f172a; }
.way { fill: none; stroke: #64748b; } .label { font-size: 11px; fill: #b45309; }
.label { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; }
"""


def svg(drawn: Graph, title: str = "") -> str:
    """The picture as text. Everything that an admin wrote is escaped by the XML library."""
    sizes = {node.id: _size(node) for node in drawn.nodes}
    spots = lay_out(sizes, [(edge.source, edge.target) for edge in drawn.edges])
    root = _canvas(sizes, spots)
    SubElement(root, "title").text = title or "dialplan"
    SubElement(root, "style").text = STYLE
    _arrow_head(root)
    for wire in _wires(drawn, sizes, spots):
        _draw_wire(root, wire, sizes, spots)
    for node in drawn.nodes:
        _draw_node(root, node, sizes[node.id], spots[node.id])
    return tostring(root, encoding="unicode")


def _canvas(sizes: dict[str, Size], spots: dict[str, Spot]) -> Element:
    width = max((spots[name].x + size.width for name, size in sizes.items()), default=0) + 40
    height = max((spots[name].y + size.height for name, size in sizes.items()), default=0) + 40
    box = {"viewBox": f"0 0 {width:.0f} {height:.0f}", "width": f"{width:.0f}", "height": f"{height:.0f}"}
    return Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", **box})


def _arrow_head(root: Element) -> None:
    marker = {"id": "head", "viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "8", "markerHeight": "8"}
    head = SubElement(SubElement(root, "defs"), "marker", {**marker, "orient": "auto-start-reverse"})
    SubElement(head, "path", {"d": "M0,0 L8,4 L0,8 z", "fill": "#64748b"})


def _draw_node(root: Element, node: Node, size: Size, spot: Spot) -> None:
    group = SubElement(root, "g", {"data-node": node.id})
    corner = "16" if node.shape is Shape.NUMBER else "4"
    at = {"x": f"{spot.x:.1f}", "y": f"{spot.y:.1f}", "width": f"{size.width:.1f}", "height": f"{size.height:.1f}"}
    SubElement(group, "rect", {**at, "rx": corner, "class": "box", "fill": FILLS[node.shape]})
    if node.place:
        SubElement(group, "title").text = str(node.place)
    for count, line in enumerate(_lines(node)):
        at = {"x": f"{spot.x + MARGIN:.1f}", "y": f"{spot.y + MARGIN + LINE * (count + 0.7):.1f}"}
        SubElement(group, "text", {**at, **({"class": "title"} if count == 0 else {})}).text = line


@dataclass(frozen=True, slots=True)
class _Wire:
    """All ways from one box to another, drawn as one; `x1` is where it leaves the bottom of the first, `row` how far
    below it the label stands, for neighbours to be read apart.
    """

    source: str
    target: str
    label: str
    x1: float
    row: int


def _wires(drawn: Graph, sizes: dict[str, Size], spots: dict[str, Spot]) -> list[_Wire]:
    """The ways of each box spread along its bottom in the order of their targets: they do not cross at once."""
    labels: dict[str, dict[str, list[str]]] = {}
    for edge in drawn.edges:
        labels.setdefault(edge.source, {}).setdefault(edge.target, []).append(edge.label)
    wires = []
    for source, targets in labels.items():
        ordered = sorted(targets, key=lambda name: spots[name].x + sizes[name].width / 2)
        for count, target in enumerate(ordered, 1):
            x1 = spots[source].x + sizes[source].width * count / (len(ordered) + 1)
            wires.append(_Wire(source, target, ", ".join(filter(None, targets[target])), x1, count % 3))
    return wires


def _draw_wire(root: Element, wire: _Wire, sizes: dict[str, Size], spots: dict[str, Spot]) -> None:
    """From bottom to top; a way back up leads round the right side of its target."""
    y1 = spots[wire.source].y + sizes[wire.source].height
    end, size = spots[wire.target], sizes[wire.target]
    if end.y > y1:
        x2, y2 = end.x + size.width / 2, end.y - 1
        bends = ((wire.x1, y1 + GAP_DOWN / 2), (x2, y2 - GAP_DOWN / 2))
    else:
        x2, y2 = end.x + size.width + 1, end.y + size.height / 2
        bends = ((wire.x1, y1 + GAP_DOWN), (x2 + GAP_DOWN, y2))
    (bx1, by1), (bx2, by2) = bends
    path = f"M{wire.x1:.1f},{y1:.1f} C{bx1:.1f},{by1:.1f} {bx2:.1f},{by2:.1f} {x2:.1f},{y2:.1f}"
    SubElement(root, "path", {"d": path, "class": "way", "marker-end": "url(#head)"})
    if wire.label:
        at = {"x": f"{wire.x1 + 3:.1f}", "y": f"{y1 + 14 + 13 * wire.row:.1f}"}
        SubElement(root, "text", {**at, "class": "label"}).text = _cut(wire.label, 28)


def _lines(node: Node) -> list[str]:
    return [_cut(line, LONGEST) for line in (node.title, *node.lines)]


def _size(node: Node) -> Size:
    lines = _lines(node)
    widest = max(_width(line) for line in lines)
    return Size(max(64.0, widest * LETTER + 2 * MARGIN), len(lines) * LINE + 2 * MARGIN)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _cut(text: str, most: int) -> str:
    """Not too long, and without what no XML document may hold."""
    text = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    return text if len(text) <= most else text[: most - 1] + "…"
