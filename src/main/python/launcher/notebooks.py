"""The notebooks by name, and the student's working copies of them, in a folder that git ignores.

A copy that its student has not changed follows the originals; a changed one stays as it is. Only text and code count as a
change: JupyterLab writes outputs and metadata into a notebook that was merely opened. What a copy was made from stands in
`.originals.json` beside the copies. Whatever takes the place of a student's work leaves the work beside it.
"""

import hashlib
import json
import os
import shutil
import time
from pathlib import Path

from launcher.files import write_atomically
from launcher.places import COPIES, NOTEBOOKS
from launcher.telling import Problem, say

RECORD = ".originals.json"


def resolve_notebook(name):
    """The notebook meant by a path, a file name, or the beginning of one: 02, 02-vanilla. 00 is not 00b: a whole number goes first."""
    for path in (Path(name), NOTEBOOKS / name):
        if path.suffix == ".ipynb" and path.is_file():
            return path.resolve()
    existing = sorted(NOTEBOOKS.glob("*.ipynb"))
    matches = [path for path in existing if path.name.startswith(f"{name}-")] or \
        [path for path in existing if path.name.startswith(name)]
    if len(matches) == 1:
        return matches[0]
    names = ", ".join(path.stem for path in matches or existing) or "none yet"
    what = "means more than one notebook" if matches else "is no notebook"
    raise Problem(f"'{name}' {what}.", f"{'Choose one of' if matches else 'There are'}: {names}")


def files_of(originals):
    """The notebooks and what lies beside them, relative to their folder."""
    return [path.relative_to(originals) for path in sorted(originals.rglob("*"))
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(originals).parts)]


def cells_of(path):
    """A notebook's cells; none of a file that is no notebook."""
    try:
        return [(cell["cell_type"], "".join(cell["source"]), cell.get("attachments") or {}, cell.get("outputs"))
                for cell in json.loads(path.read_bytes())["cells"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def work_in(path):
    """A digest of what a person wrote into a file: of a notebook its cells without outputs, of another file all of it."""
    cells = cells_of(path) if path.suffix == ".ipynb" else []
    content = json.dumps([cell[:3] for cell in cells], sort_keys=True).encode() if cells else path.read_bytes()
    return hashlib.sha256(content).hexdigest()


def bytes_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_record(folder):
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return {name: (made["original"], made["work"]) for name, made in record.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write_record(folder, record):
    lines = {name: {"original": original, "work": work} for name, (original, work) in sorted(record.items())}
    write_atomically(folder / RECORD, json.dumps(lines, indent=1) + "\n")


def update_copies(originals=NOTEBOOKS, folder=COPIES):
    """Makes the copies that are missing, renews those nobody changed, and says which originals are newer than changed copies."""
    record = read_record(folder)
    renewed, newer = [], []
    for name in files_of(originals):
        original, copy, key = originals / name, folder / name, name.as_posix()
        made = (bytes_of(original), work_in(original))
        if not copy.exists():
            write_copy(original, copy)
        elif record.get(key) == made:
            continue
        elif work_in(copy) != made[1]:
            if key not in record or work_in(copy) != record[key][1]:
                newer.append(copy)
                continue
            if any(outputs for *_, outputs in cells_of(copy)):
                set_aside(copy)
            write_copy(original, copy)
            renewed.append(copy)
        record[key] = made
    write_record(folder, record)
    tell(renewed, newer)


def tell(renewed, newer):
    names = ", ".join(copy.stem for copy in renewed if copy.suffix == ".ipynb")
    if names:
        say(f"The course has new editions, and your copies follow: {names}.")
    for copy in newer:
        if copy.suffix == ".ipynb":
            say(f"{copy.stem}: the course has a newer edition, your changed copy stays.\n"
                f"  ./course reset {copy.stem} brings the newer one and keeps yours beside it.")


def reset_copy(name, originals=NOTEBOOKS, folder=COPIES):
    """Puts a clean copy of a notebook in place; returns where the student's own went, or None when there was none to keep."""
    original, copy = originals / name, folder / name
    kept = set_aside(copy) if copy.exists() and bytes_of(copy) != bytes_of(original) else None
    write_copy(original, copy)
    record = read_record(folder)
    record[name] = (bytes_of(original), work_in(original))
    write_record(folder, record)
    return kept


def set_aside(copy):
    """Moves a copy to a free name beside it that tells the time."""
    stem = f"{copy.stem}.{time.strftime('%Y-%m-%d-%H%M%S')}"
    for number in range(1, 1000):
        kept = copy.with_name(f"{stem}{'' if number == 1 else f'-{number}'}{copy.suffix}")
        if not kept.exists():
            os.rename(copy, kept)
            return kept
    raise Problem(f"{copy} can't be set aside: there are 999 others of this second.", "Remove some.")


def write_copy(original, copy):
    copy.parent.mkdir(parents=True, exist_ok=True)
    new = copy.with_name(f"{copy.name}.{os.getpid()}.new")
    shutil.copyfile(original, new)
    os.replace(new, copy)
