"""The core path of a notebook: all cells but those of its side trips.

A cell of a side trip has the tag `side-trip`. The first cell of a trip says so to the reader, too: its text begins, after a heading
if it has one, with **Side trip.** and what the trip gives. The trip ends where the next section begins, or at a cell whose text
begins with **Back on the path.** Nothing outside a trip uses what a trip defines, so `./course run 05 --core` leaves trips out.
"""

import re

TAG = "side-trip"
MARK, BACK = "**Side trip.**", "**Back on the path.**"
# Text and code together, from the title to the exercises: what a reader can work through in about 45 minutes.
CORE_CELLS = 55
# Where these begin the core path has ended: everybody takes from them as much as they like, and they are always run.
CLOSING = {"exercises", "further reading", "figures", "what was measured"}

HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$", re.MULTILINE)


def source_of(cell):
    """A cell's text, whether it comes from json (a list of lines) or from nbformat."""
    return "".join(cell["source"])


def is_trip(cell):
    return TAG in cell.get("metadata", {}).get("tags", [])


def has_trips(cells):
    return any(is_trip(cell) for cell in cells)


def says(cell, mark):
    """Whether a cell is text that begins with a mark, after its headings."""
    return cell["cell_type"] == "markdown" and HEADING.sub("", source_of(cell)).strip().startswith(mark)


def begins_section(cell):
    """Whether a cell is text that begins with a heading of level 1 or 2."""
    return cell["cell_type"] == "markdown" and bool(re.match(r"#{1,2}\s", source_of(cell)))


def closing(cells):
    """The place of the first cell behind the core path."""
    for place, cell in enumerate(cells):
        if begins_section(cell) and HEADING.match(source_of(cell))[2].strip().lower() in CLOSING:
            return place
    return len(cells)


def core_cells(cells):
    """How many cells a reader of the core path has before the exercises."""
    return sum(not is_trip(cell) for cell in cells[:closing(cells)])


def wrong_marks(cells):
    """(place from 0, what is wrong, what to do) for each cell whose tag and text disagree."""
    for place, cell in enumerate(cells):
        before = cells[place - 1] if place else None
        after_trip = before is not None and is_trip(before)
        if is_trip(cell):
            if not after_trip and not says(cell, MARK):
                yield place, "begins a side trip and doesn't say so", f"begin its text with {MARK} and what the trip gives"
            elif after_trip and begins_section(cell) and not says(cell, MARK):
                yield place, "begins a section within a side trip", f"begin its text with {MARK}, for there a reader goes on"
            elif says(cell, BACK):
                yield place, "says that a side trip has ended and is part of one", f"take the tag {TAG} away, or the words"
        elif says(cell, MARK):
            yield place, "says that it begins a side trip and is none", f"give its cells the tag {TAG}"
        elif after_trip and not begins_section(cell) and not says(cell, BACK):
            yield place, "follows a side trip, and a reader can't see where that ends", f"begin its text with {BACK}"
        elif says(cell, BACK) and not after_trip:
            yield place, "says that a side trip has ended, where none has", "take the words away"


def without_trips(cells):
    return [cell for cell in cells if not is_trip(cell)]
