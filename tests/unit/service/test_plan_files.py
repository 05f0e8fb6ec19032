"""The files of a plan as they lie on the disk, to be told from a version."""

from __future__ import annotations

from service.plan_versions import files_of, find_files
from tests.unit.service.plan_ground import Ground


def test_files_are_named_as_they_lie_beside_the_main_one(ground: Ground) -> None:
    files = files_of(str(ground.main))
    assert (files.main, sorted(files.texts)) == ("main.yaml", ["main.yaml", "parts/queues.yaml"])
    found, checked = find_files(str(ground.main), ground.catalogue, ground.settings)
    assert checked == files
    assert found.without_problems().version == 0


def test_files_that_cannot_be_read_differ_from_every_version(ground: Ground) -> None:
    ground.main.write_bytes(b"\xff\xfe")
    assert files_of(str(ground.main)).texts == {}
