"""``carrywell care near``: the nearest places to a point or a town."""

from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

import click

from carrywell.cli import refuse
from carrywell.cli.care import content, known_country, now, opened, refusing, store_option
from carrywell.cli.care_show import show_danger, show_found

if TYPE_CHECKING:
    from carrywell.care.place import Place, Point, Town
    from carrywell.care.store import Found, Store

MOST = 500
MOST_TOWNS = 8
FAR = 50_000.0
"""Metres: beyond it the imported data may not cover where she is. Our own choice."""
ONE_TOWN = 10_000.0
"""Metres: towns of one name within it are one town, such as its middle and its edge."""
AHEAD = 200_000.0
"""Metres: with --open-now nothing beyond is looked at."""


@click.command(name="near", short_help="The nearest places, with phone and hours.")
@click.option("--at", metavar="LAT,LON", help="Where you are, in degrees, as in 60.17,24.94.")
@click.option(
    "--town", metavar="NAME", help="A town, a quarter or a postcode in what was imported."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    help="Only this kind (`carrywell care kinds`); repeat it for more.",
)
@click.option(
    "--emergency", is_flag=True, help="Only where emergencies are taken, maternity units first."
)
@click.option("--open-now", is_flag=True, help="Leave out those that are known to be closed.")
@click.option(
    "--when",
    type=click.DateTime(["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M"]),
    help="Another day and time for the hours, as in 2026-11-28T10:00 or 2026-11-28T10:00+02:00.",
)
@click.option("--limit", type=click.IntRange(1, MOST), default=10, show_default=True)
@click.option("--country", metavar="CODE", help="For the numbers of --emergency, as in FI.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object (docs/care.md).")
@store_option
def command(
    at: str | None,
    town: str | None,
    kinds: tuple[str, ...],
    emergency: bool,
    open_now: bool,
    when: datetime | None,
    limit: int,
    country: str | None,
    as_json: bool,
    store: str | None,
) -> None:
    """Show the nearest places to --at or --town: how far, phone, whether open, whose data.

    It works without a network. Carrywell does not write down where you are; your shell may
    keep what you type.
    """
    if (at is None) is (town is None):
        refuse("Say where from: either --at LAT,LON or --town NAME.")
    if emergency and (kinds or open_now):
        refuse(
            "--emergency shows everyone who takes emergencies, closed or not:"
            " leave out --kind and --open-now."
        )
    _refuse_unknown(kinds)
    code = known_country(country)
    moment = (when.astimezone() if when.tzinfo is None else when) if when else now()
    wanted = _Wanted(kinds, emergency, open_now, moment, limit)
    if emergency and not as_json:  # before anything that can fail or take its time
        show_danger(content(), code)
    with refusing(), opened(store) as reading:
        _refuse_empty(reading, store)
        origin = _point_of(at) if at is not None else _town_of(reading, town or "")
        found = _found(reading, origin.point, wanted)
    if as_json:
        click.echo(_json(origin, found, wanted, code))
    else:
        if emergency and code is None:
            _show_ambulance(_country_of(found, origin))
        _show(found, origin, wanted)


class _Wanted(NamedTuple):
    kinds: tuple[str, ...]
    emergency: bool
    open_now: bool
    moment: datetime
    limit: int

    @property
    def title(self) -> str:
        """What is looked for, in words."""
        if self.emergency:
            return "Where emergencies are taken"
        plurals = {one.id: one.plural for one in content().care_kinds.kinds}
        title = " and ".join(plurals[kind] for kind in self.kinds) or "Care"
        return f"{title}, without those known to be closed," if self.open_now else title


class _Origin(NamedTuple):
    """Where she searches from, and how that is called."""

    point: "Point"
    name: str
    country: str | None = None


def _found(store: "Store", point: "Point", wanted: _Wanted) -> "tuple[Found, ...]":
    from carrywell.care.hours import hours_of
    from carrywell.care.search import nearest_for_emergency

    if wanted.emergency:
        kinds = content().care_kinds
        return nearest_for_emergency(store, point, kinds, limit=wanted.limit)
    if not wanted.open_now:
        return store.nearest(point, kinds=wanted.kinds, limit=wanted.limit)

    def not_closed(place: "Place") -> bool:
        return hours_of(place, wanted.moment).state != "closed"

    return store.nearest(
        point, kinds=wanted.kinds, limit=wanted.limit, wanted=not_closed, within_metres=AHEAD
    )


def _point_of(text: str) -> _Origin:
    """What --at says. Refuses what is no position on the earth."""
    from carrywell.care.place import Point

    parts = text.split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        refuse(
            f"--at: {text!r} is no position. Write latitude, comma, longitude, in degrees, with a"
            " point before decimals, as in 60.17,24.94."
        )
    try:
        return _Origin(Point(latitude, longitude), f"{latitude:g}, {longitude:g}")
    except ValueError as error:
        refuse(f"--at: {error} degrees. Latitude comes first, as in 60.17,24.94.")


def _town_of(store: "Store", typed: str) -> _Origin:
    """The one town that is called so; several are listed for her to choose from."""
    from carrywell.care.folded import folded

    towns = store.towns(typed, limit=MOST_TOWNS)
    name = folded(typed.partition(",")[0])
    exact = tuple(one for one in towns if folded(one.name) == name)
    choice = exact or towns
    if not choice:
        refuse(
            f"--town: nothing in what was imported is called {typed!r}. Try a bigger town nearby, a"
            " postcode, or --at LAT,LON."
        )
    if not _is_one(choice):
        listed = "\n".join(f"  {_choose(one)}" for one in choice)
        refuse(f"--town: {typed!r} may be one of these. Which one?\n{listed}")
    return _Origin(choice[0].point, _called(choice[0]), choice[0].country)


def _is_one(towns: "tuple[Town, ...]") -> bool:
    """Whether all of one name lie together, as a town and the parish around it do."""
    from carrywell.care.near import metres_between

    first = towns[0]
    return all(
        one.name == first.name and metres_between(first.point, one.point) <= ONE_TOWN
        for one in towns
    )


def _called(town: "Town") -> str:
    return ", ".join(filter(None, (town.name, town.within)))


def _choose(town: "Town") -> str:
    """What to type for it: its name when it can be told by that, its position always."""
    at = f"--at {town.point.latitude:.4f},{town.point.longitude:.4f}"
    return f'--town "{_called(town)}"  ({at})' if town.within else f"{at}  {town.name}"


def _refuse_unknown(kinds: tuple[str, ...]) -> None:
    known = [one.id for one in content().care_kinds.kinds]
    for kind in kinds:
        if kind not in known:
            near = get_close_matches(kind, known, n=1, cutoff=0.5)
            perhaps = f" Did you mean {near[0]!r}?" if near else ""
            refuse(f"--kind: there is no kind {kind!r}.{perhaps} Known: {', '.join(known)}.")


def _refuse_empty(store: "Store", named: str | None) -> None:
    if not store.held():
        where = f" in {named}" if named else ""
        refuse(
            f"No places were imported{where} yet. Once, with a file from open data:\n"
            "  carrywell care import FILE     (docs/care.md says where to get one)"
        )


def _show(found: "tuple[Found, ...]", origin: _Origin, wanted: _Wanted) -> None:
    if not found:
        click.echo(f"\n{wanted.title} near {origin.name}: nothing in what was imported.")
        click.echo(
            "That does not mean that there is none. Your maternity unit knows where to turn."
        )
        return
    show_found(
        found,
        content(),
        wanted.moment,
        origin=origin.name,
        title=wanted.title,
        is_emergency=wanted.emergency,
    )
    if min(one.metres for one in found) > FAR:
        click.echo("\nEven the nearest is far: what was imported may not cover where you are.")


def _show_ambulance(country: str | None) -> None:
    """The one number of the country that she seems to search in."""
    from carrywell.assessment.telling import numbers_for

    numbers = numbers_for(content(), country)
    if numbers.country and numbers.ambulance:
        click.echo(f"If you are in {numbers.name}, the ambulance is {numbers.ambulance}.")


def _country_of(found: "tuple[Found, ...]", origin: _Origin) -> str | None:
    """That of the town, or the one that all places name, the nearest too: a border may lie between."""
    named = {one.place.country for one in found if one.place.country}
    nearest = min(found, key=lambda one: one.metres, default=None)
    theirs = nearest.place.country if nearest and len(named) == 1 else None
    return origin.country or theirs


def _json(origin: _Origin, found: "tuple[Found, ...]", wanted: _Wanted, country: str | None) -> str:
    """The same for programs; with --emergency the numbers as well."""
    import msgspec

    from carrywell.assessment.telling import numbers_for
    from carrywell.care.hours import hours_of

    told = {
        "from": {"name": origin.name, "point": origin.point},
        "moment": wanted.moment,
        "places": [
            {
                "metres": round(one.metres, 1),
                "bearing": round(one.bearing, 1),
                "place": one.place,
                "hours": hours_of(one.place, wanted.moment),
                "dataset": one.dataset,
            }
            for one in found
        ],
    }
    if wanted.emergency:
        told["numbers"] = numbers_for(content(), country or _country_of(found, origin))
    return msgspec.json.encode(told).decode()
