"""The plan as a graph: nodes, ways and their labels; Mermaid and SVG that no text can break."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from ivr.graph import Edge, Graph, Node, Shape, graph, mermaid
from ivr.layout import Size, lay_out
from ivr.svg import svg
from tests.unit.ivr.plans import whole_plan

PLAN = whole_plan("""
numbers: {"95105": main}
languages: [zh]
hours: {office: {zone: UTC, week: {mon: "09:00-18:00"}}}
flows:
  main:
    - hours: {of: office, closed: bye}
    - menu:
        prompt: main_menu
        choices: {1: orders, 2: {go: phone, scenario: orders}, "*": main}
        noinput: {tries: 3, then: orders}
  orders:
    - enqueue: {queue: orders, after: bye, otherwise: main}
  phone:
    - transfer: "1003"
  bye:
    - hang_up
""")
DRAWN = graph(PLAN)


def labels(source: str, target: str) -> list[str]:
    return [edge.label for edge in DRAWN.edges if (edge.source, edge.target) == (source, target)]


def test_numbers_flows_and_ends_are_nodes() -> None:
    assert [(node.shape, node.title) for node in DRAWN.nodes] == [
        (Shape.NUMBER, "95105"),
        (Shape.FLOW, "main"),
        (Shape.FLOW, "orders"),
        (Shape.FLOW, "phone"),
        (Shape.FLOW, "bye"),
        (Shape.QUEUE, "orders"),
        (Shape.PHONE, "1003"),
    ]
    assert DRAWN.nodes[1].lines == ("hours office", "menu main_menu")


def test_every_way_has_what_the_caller_does_to_take_it() -> None:
    assert labels("number:95105", "flow:main") == [""]
    assert labels("flow:main", "flow:bye") == ["closed"]
    assert labels("flow:main", "flow:orders") == ["1", "noinput", "nomatch"]
    assert labels("flow:main", "flow:phone") == ["2"]
    assert labels("flow:main", "flow:main") == ["*"]
    assert labels("flow:orders", "queue:orders") == [""]
    assert labels("flow:orders", "flow:main") == ["otherwise"]
    assert labels("flow:phone", "phone:1003") == [""]


def test_the_operator_is_drawn_where_a_caller_can_call_him() -> None:
    plan = whole_plan("""
numbers: {"95105": main}
languages: [zh]
operator: human
flows:
  main:
    - menu: {prompt: main_menu, choices: {1: bye}, noinput: {then: bye}}
  human:
    - enqueue: human
  bye:
    - hang_up
""")
    assert Edge("flow:main", "flow:human", "0") in graph(plan).edges
    assert not [edge for edge in graph(plan).edges if edge.source == "flow:bye"]


def test_mermaid_has_a_line_for_every_node_and_way() -> None:
    lines = mermaid(DRAWN).splitlines()
    assert lines[0] == "flowchart TD"
    assert len(lines) == 1 + len(DRAWN.nodes) + len(DRAWN.edges)
    assert '    n1["main<br>hours office<br>menu main_menu"]' in lines
    assert '    n1 -->|"#42;"| n1' in lines


def test_the_picture_holds_every_flow_and_its_steps() -> None:
    picture = fromstring(svg(DRAWN, "a & <b>"))
    told = {text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"main", "hours office", "menu main_menu", "orders", "1003", "closed"} <= told
    boxes = [each.get("data-node") for each in picture.iter("{http://www.w3.org/2000/svg}g")]
    assert boxes == [node.id for node in DRAWN.nodes]


@given(st.text(max_size=30), st.text(alphabet='"|<>[](){}&;#\n-=%', max_size=12))
def test_no_text_of_a_plan_breaks_the_drawing(title: str, label: str) -> None:
    nodes = (Node("a", Shape.FLOW, title, (label,)), Node("b", Shape.QUEUE, title))
    drawn = Graph(nodes, (Edge("a", "b", label, 1),))
    assert len(mermaid(drawn).splitlines()) == 4
    assert len(list(fromstring(svg(drawn)).iter("{http://www.w3.org/2000/svg}rect"))) == 2


NAMES = st.sampled_from([f"n{i}" for i in range(8)])


@given(st.lists(st.tuples(NAMES, NAMES), max_size=24))
def test_boxes_never_overlap_and_ways_lead_down_unless_they_close_a_round(edges: list[tuple[str, str]]) -> None:
    sizes = {f"n{i}": Size(40 + 10 * i, 20 + 5 * i) for i in range(8)}
    spots = lay_out(sizes, edges)
    assert set(spots) == set(sizes)
    for one in sizes:
        for two in sizes:
            if one < two:
                a, b, across, down = spots[one], spots[two], sizes[one].width, sizes[one].height
                apart = (
                    a.x + across < b.x
                    or b.x + sizes[two].width < a.x
                    or a.y + down < b.y
                    or b.y + sizes[two].height < a.y
                )
                assert apart


def test_a_condition_is_told_as_written_and_leads_to_no_queue_it_asks_about() -> None:
    drawn = graph(
        whole_plan("""
numbers: {"95105": main}
languages: [zh]
flows:
  main:
    - branch: [{when: queue.orders.ready > 0, go: served}, {otherwise: bye}]
  served:
    - ask: {type: digits, into: order_no, prompt: main_menu, noinput: {then: bye}}
    - enqueue: orders
  bye:
    - hang_up
""")
    )
    ways = {(edge.source, edge.target, edge.label) for edge in drawn.edges}
    assert ("flow:main", "flow:served", "queue.orders.ready > 0") in ways
    assert [source for source, target, _ in ways if target == "queue:orders"] == ["flow:served"]
    assert next(node for node in drawn.nodes if node.id == "flow:served").lines[0] == "ask main_menu"
