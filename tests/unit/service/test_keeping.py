"""People's states as they are kept: what comes back after a restart, from older and newer versions too."""

from __future__ import annotations

from acd.messages import KnownPerson, PersonChanged
from acd.states import PersonState
from service.keeping import KeptPeople
from store.people import PersonKept
from tests.unit.service.rooms import LIN, WEI


def test_a_state_comes_back_as_it_was_kept() -> None:
    written: list[PersonKept] = []
    kept = KeptPeople(written.append, [])
    kept.keep(
        PersonChanged(
            WEI, PersonState.READY, PersonState.TALKING, "offer-1", 5.0, None, PersonState.NOT_READY, "lunch", 3
        )
    )
    kept.keep(
        PersonChanged(WEI, PersonState.TALKING, PersonState.WRAP_UP, "", 9.0, 19.0, PersonState.NOT_READY, "lunch", 4)
    )
    read = KeptPeople(written.append, written[-1:])
    assert (
        read.known()
        == kept.known()
        == [
            KnownPerson(
                WEI, PersonState.WRAP_UP, "", 9.0, 19.0, wish=PersonState.NOT_READY, wish_reason="lunch", taken_today=4
            )
        ]
    )


def test_a_state_of_an_older_version_has_no_wish() -> None:
    [known] = KeptPeople(list[PersonKept]().append, [PersonKept(WEI, "READY", "", 5.0)]).known()
    assert known.wish is None


def test_a_state_of_a_newer_version_does_not_keep_the_service_from_starting() -> None:
    newer = [PersonKept(LIN, "DREAMING", "", 5.0), PersonKept(WEI, "READY", "", 5.0, wish="DREAMING")]
    known = KeptPeople(list[PersonKept]().append, newer).known()
    assert [(one.person, one.state, one.wish) for one in known] == [(WEI, PersonState.READY, None)]
