"""A country's public holidays, and the weekend days that are worked to make up for them.

The `holidays` library knows them: data, no clock and no network. It is big, and imported when a plan first names a country.
A year is worked out once. Days that a government shifts by decree (China's long weekends) are known for the years that
were announced when the library was released; for later ones it only knows the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

KNOWN = range(1950, 2100)
"""Years that are worked out; outside of them no day is a holiday."""
SAMPLE = range(2020, 2027)
"""Years whose names of holidays an admin may leave out."""


@dataclass(frozen=True, slots=True)
class Days:
    """A year: the days off, and the weekend days that are worked."""

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Holidays:
    """The holidays of a country (ISO 3166, such as CN) or of one of its regions.

    `observed`: a holiday on a weekend is made up for by the next workday, where that is the custom. `left_out`: names of
    holidays on which the office works. `makeup`: weekend days that the state makes workdays are workdays here, too.
    """

    country: str
    region: str = ""
    observed: bool = True
    left_out: frozenset[str] = frozenset()
    makeup: bool = True

    def off(self, day: date) -> bool:
        """Whether the day is a holiday."""
        return day in self._year(day.year).off

    def worked(self, day: date) -> bool:
        """Whether it is a weekend day that is worked."""
        return self.makeup and day in self._year(day.year).worked

    def special_days(self, year: int) -> frozenset[date]:
        """Every day of the year that is not as its week says."""
        days = self._year(year)
        return days.off | days.worked if self.makeup else days.off

    def _year(self, year: int) -> Days:
        if year not in KNOWN:
            return Days()
        return _worked_out(self.country, self.region, self.observed, self.left_out, year)


def countries() -> frozenset[str]:
    """The countries that are known, by their two letters."""
    import holidays

    return frozenset(code for code in holidays.list_supported_countries(include_aliases=False) if len(code) == 2)


def regions(country: str) -> tuple[str, ...]:
    """The regions that are known of a country."""
    import holidays

    return tuple(holidays.list_supported_countries().get(country, ()))


def names(country: str, region: str) -> frozenset[str]:
    """The names of its holidays."""
    days = _of(country, region, observed=False, years=SAMPLE)
    return frozenset(name for day in days for name in days.get_list(day))


@lru_cache(maxsize=512)
def _worked_out(country: str, region: str, observed: bool, left_out: frozenset[str], year: int) -> Days:
    days = _of(country, region, observed, range(year, year + 1))
    off = (day for day in days if day.year == year and not all(name in left_out for name in days.get_list(day)))
    worked = (day for day in days.weekend_workdays if day.year == year)
    return Days(frozenset(off), frozenset(worked))


def _of(country: str, region: str, observed: bool, years: range) -> HolidayBase:
    import holidays

    language = "en_US" if "en_US" in _languages(country) else None
    return holidays.country_holidays(
        country, subdiv=region or None, years=years, observed=observed, expand=False, language=language
    )


@lru_cache(maxsize=64)
def _languages(country: str) -> tuple[str, ...]:
    import holidays

    return tuple(holidays.list_localized_countries().get(country, ()))
