"""Series, venues and meetings of an import file, compared with what is there and written."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.text import slugify
from django.utils.translation import gettext as _

from events.imports import Problem, Row
from events.models import Meeting, Series, Venue
from events.rules import texts
from events.rules.recurrence import canonical, instant, local_time_of
from kit.text import fold

USUAL_TIME = time(19)
State = Meeting.State
Key = tuple[str, date, time | None]


@dataclass
class Found:
    """The meeting of each key, the ids of those written, and what stood in the way."""

    meetings: dict[Key, Meeting] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def write(rows: list[Row], marks: dict[int, str], *, at: datetime, zone: str) -> Found:
    """Write series, venues and meetings of these rows; mark the rows that created or changed one.

    `zone` stands in where the file names none. Writes Series, Venue and Meeting.
    """
    series = _series(rows, marks, zone)
    venues = _venues(rows)
    groups: dict[Key, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.key].append(row)
    found, new = Found(), []
    stock = _Stock(series, groups)
    for key in sorted(groups, key=lambda key: (key[0], key[1], key[2] or time.max)):
        lines = groups[key]
        wanted = _fields(lines[0], series[key[0]], venues)
        meeting = stock.match(key, wanted["starts_at"])
        if meeting is None:
            meeting = _draft(series[key[0]], key, wanted, stock, at)
            new.append(meeting)
            marks.update({row.line: "created" for row in lines})
        elif changes := _changes(meeting, wanted):
            if problem := _announced(meeting, changes, lines[0]):
                found.problems.append(problem)
                continue
            _change(meeting, changes)
            found.touched.add(meeting.pk)
            marks.update({row.line: "updated" for row in lines})
        found.meetings[key] = meeting
    if not found.problems:
        Meeting.objects.bulk_create(new, batch_size=500)
        found.touched |= {meeting.pk for meeting in new}
    return found


class _Stock:
    """The meetings that exist already, handed out once each, and the addresses that are taken."""

    def __init__(self, series: dict[str, Series], groups: dict[Key, list[Row]]) -> None:
        known = {each.pk: name for name, each in series.items()}
        self.per_day = Counter(key[:2] for key in groups)
        self.by_day: dict[tuple[str, date], list[Meeting]] = defaultdict(list)
        meetings = Meeting.objects.filter(series_id__in=known).select_related("series")
        for meeting in meetings.order_by("starts_at", "id"):
            day = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).date()
            self.by_day[known[meeting.series_id], day].append(meeting)
        starts = tuple(f"{each.slug}-" for each in series.values())
        slugs = Meeting.objects.values_list("slug", flat=True)
        self.slugs = {slug for slug in slugs if slug.startswith(starts)}

    def match(self, key: Key, starts_at: datetime) -> Meeting | None:
        """The meeting of this start; else the only one of its day, if the file has one, too."""
        that_day = self.by_day[key[:2]]
        if key[2] is None:
            found = next((one for one in that_day if one.time_assumed), None)
            found = found or next(iter(that_day), None)
        else:
            found = next((one for one in that_day if one.starts_at == starts_at), None)
            if found is None and len(that_day) == 1 and self.per_day[key[:2]] == 1:
                found = that_day[0]
        if found:
            that_day.remove(found)
        return found

    def free_slug(self, series_slug: str, day: date) -> str:
        """`<series>-<day>`, with -2, -3 ... for further meetings of that day."""
        twin, slug = 0, texts.slug(series_slug, day)
        while slug in self.slugs:
            twin += 1
            slug = texts.slug(series_slug, day, twin)
        self.slugs.add(slug)
        return slug


def _series(rows: list[Row], marks: dict[int, str], zone: str) -> dict[str, Series]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.key[0]].append(row)
    existing = {fold(each.name): each for each in Series.objects.select_for_update(no_key=True)}
    slugs = {each.slug for each in existing.values()}
    found = {}
    for name, lines in groups.items():
        wanted = _series_fields(lines, existing.get(name))
        if name in existing:
            found[name] = series = existing[name]
            changed = [key for key, new in wanted.items() if getattr(series, key) != new]
            for key in changed:
                setattr(series, key, wanted[key])
            if changed:
                series.save(update_fields=changed)
                marks.update({row.line: "updated" for row in lines})
            continue
        printed = lines[0].cells["series"]
        slug = _series_slug(printed, slugs)
        wanted = {"timezone": zone, "local_time": USUAL_TIME} | wanted
        found[name] = Series.objects.create(name=printed, slug=slug, **wanted)
        slugs.add(slug)
    return found


def _series_fields(lines: list[Row], existing: Series | None) -> dict:
    """What the file says about a series: the hour of its rule, else of most of its meetings."""
    cells = lines[-1].cells
    wanted: dict[str, object] = {}
    rule = cells.get("rule", "")
    if "rule" in cells:
        wanted["rule"] = canonical(rule)
    stated = local_time_of(rule)
    if stated is None and existing is None:
        clocks = Counter(row.clock for row in lines if row.clock)
        stated = clocks.most_common(1)[0][0] if clocks else None
    if stated is not None:
        wanted["local_time"] = stated
    if cells.get("timezone"):
        wanted["timezone"] = cells["timezone"]
    return wanted


def _series_slug(name: str, taken: set[str]) -> str:
    stem = slugify(fold(name))[:56].strip("-") or "series"
    slug, twin = stem, 1
    while slug in taken:
        twin += 1
        slug = f"{stem}-{twin}"
    return slug


def _venues(rows: list[Row]) -> dict[tuple[str, ...], Venue]:
    """Every place of the file by its folded name, address and city; new ones are written."""
    known: dict[tuple[str, ...], Venue] = {}
    for venue in Venue.objects.order_by("id"):
        known.setdefault(_folded(venue.name, venue.address, venue.city), venue)
    new: dict[tuple[str, ...], Venue] = {}
    for row in rows:
        place = _place(row)
        if place and _folded(*place) not in known:
            new.setdefault(_folded(*place), Venue(name=place[0], address=place[1], city=place[2]))
    Venue.objects.bulk_create(new.values())
    return known | new


def _place(row: Row) -> tuple[str, str, str] | None:
    """Name, address and city; a place without a name is called by its address or city."""
    address, city = row.cells.get("address", ""), row.cells.get("city", "")
    city = city.title() if city.islower() else city
    name = row.cells.get("venue", "") or address or city
    return (name[:200], address, city) if name else None


def _folded(*words: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words)


def _fields(row: Row, series: Series, venues: dict[tuple[str, ...], Venue]) -> dict:
    """The columns of a meeting as this row wants them; what the file leaves out is left out."""
    cells = row.cells
    zone = cells.get("timezone") or series.timezone
    clock = row.clock or series.local_time
    wanted = {"starts_at": instant(row.day, clock, zone), "timezone": zone}
    wanted["time_assumed"] = row.clock is None
    if "number" in cells:
        wanted["number"] = int(cells["number"]) if cells["number"] else None
    if "topic" in cells:
        wanted["topic"] = cells["topic"]
    if cells.keys() & {"venue", "address", "city"}:
        place = _place(row)
        wanted["venue_id"] = venues[_folded(*place)].pk if place else None
    return wanted


def _draft(series: Series, key: Key, wanted: dict, stock: _Stock, at: datetime) -> Meeting:
    """A meeting not yet written: closed where it is past, else a draft."""
    past = wanted["starts_at"] <= at
    return Meeting(
        series=series,
        slug=stock.free_slug(series.slug, key[1]),
        title=series.name,
        ends_at=wanted["starts_at"] + timedelta(minutes=series.duration_minutes),
        guest_limit=series.guest_limit,
        state=State.CLOSED if past else State.DRAFT,
        closed_at=at if past else None,
        **({"venue_id": series.venue_id} | wanted),
    )


def _changes(meeting: Meeting, wanted: dict) -> dict:
    if wanted["time_assumed"]:
        # A bare date says nothing against a time that is known by now.
        wanted = {k: new for k, new in wanted.items() if k not in ("starts_at", "time_assumed")}
    return {key: new for key, new in wanted.items() if getattr(meeting, key) != new}


def _announced(meeting: Meeting, changes: dict, row: Row) -> Problem | None:
    """Time and place people know of already are changed where they are told about it."""
    moved = changes.keys() & {"starts_at", "venue_id", "timezone"}
    if not moved or meeting.state not in (State.PUBLISHED, State.CANCELLED):
        return None
    column = "starts_at_local" if "starts_at" in moved else "venue"
    told = _("%(meeting)s is announced already. Move it on its own page, so that people are told.")
    return Problem(row.line, column, told % {"meeting": meeting.slug})


def _change(meeting: Meeting, changes: dict) -> None:
    if "starts_at" in changes:
        length = meeting.ends_at - meeting.starts_at
        changes["ends_at"] = changes["starts_at"] + length
    for key, new in changes.items():
        setattr(meeting, key, new)
    meeting.sequence += 1
    meeting.save(update_fields=[*changes, "sequence"])
