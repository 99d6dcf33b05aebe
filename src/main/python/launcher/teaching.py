"""Notebooks for a class from the same source: for students with the marked lines left to write, for instructors as they are.

In a code cell of a notebook

    // BEGIN SOLUTION h_t = tanh(W_hh h_t-1 + W_xh x_t + b_h)
    return Transforms.tanh(Whh.mmul(hPrevious).add(Wxh.mmul(x)).add(bh));
    // END SOLUTION

marks lines that a student's copy has not: there the code throws, and says what is still to write. The marks are nbgrader's.
"""

import json
import re

from launcher.files import write_atomically
from launcher.notebooks import resolve_notebook, set_aside
from launcher.places import BUILD, NOTEBOOKS
from launcher.telling import Problem, say

BEGIN = re.compile(r"^(\s*)// BEGIN SOLUTION\b[ :]*(.*?)\s*$")
END = re.compile(r"^\s*// END SOLUTION\s*$")
UNWRITTEN = "still to write: "
STUDENT, INSTRUCTOR = "student", "instructor"


class Unmarked(ValueError):
    """A mark that has no other one, or doesn't say what is to be written."""


def regions(source):
    """(first line, last line, indentation, what is to be written) of each marked region, the marks included, lines from 0."""
    found, begun = [], None
    for number, line in enumerate(source.split("\n")):
        begin = BEGIN.match(line)
        if begin and begun:
            raise Unmarked(f"line {number + 1} begins a solution within the one of line {begun[0] + 1}")
        if begin and not begin[2]:
            raise Unmarked(f"line {number + 1} begins a solution and doesn't say what is to be written")
        if begin:
            begun = (number, begin[1], begin[2])
        elif END.match(line):
            if not begun:
                raise Unmarked(f"line {number + 1} ends a solution that none began")
            if number == begun[0] + 1:
                raise Unmarked(f"line {number + 1} ends a solution without a line")
            found.append((begun[0], number, begun[1], begun[2]))
            begun = None
    if begun:
        raise Unmarked(f"line {begun[0] + 1} begins a solution that doesn't end")
    return found


def stub(indentation, what):
    """What stands in place of a region: it compiles wherever a method ends, and tells whoever runs it what is missing."""
    text = what.replace("\\", "\\\\").replace('"', '\\"')
    return [f"{indentation}// YOUR CODE HERE: {what}",
            f'{indentation}throw new UnsupportedOperationException(\n{indentation}    "{UNWRITTEN}{text}");']


def for_student(source):
    lines = source.split("\n")
    for first, last, indentation, what in reversed(regions(source)):
        lines[first:last + 1] = stub(indentation, what)
    return "\n".join(lines)


def for_instructor(source):
    """The solution stays, under a comment that says that students write it."""
    lines = source.split("\n")
    for first, last, indentation, what in reversed(regions(source)):
        del lines[last]
        lines[first] = f"{indentation}// Students write this: {what}"
    return "\n".join(lines)


def copy_of(notebook, audience):
    """A notebook (as JSON has it) for an audience, and how many regions it has. It isn't changed itself."""
    made, count = json.loads(json.dumps(notebook)), 0
    for number, cell in enumerate(made["cells"], 1):
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            try:
                count += len(regions(source))
                cell["source"] = (for_student if audience == STUDENT else for_instructor)(source).splitlines(keepends=True)
            except Unmarked as error:
                raise Problem(f"Cell {number}: {error}.", "A solution is // BEGIN SOLUTION what to write, its lines, // END SOLUTION.")
    return made, count


def first_task(notebook):
    """A student's copy up to the first task and the cells that use it: what a run is to end in."""
    made, _ = copy_of(notebook, STUDENT)
    cells = made["cells"]
    first = next(i for i, cell in enumerate(cells) if UNWRITTEN in "".join(cell["source"]))
    code = [i for i, cell in enumerate(cells) if i > first and cell["cell_type"] == "code"]
    made["cells"] = cells[:code[3] + 1 if len(code) > 3 else len(cells)]
    return made


def written(notebook):
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def has_tasks(path):
    return "// BEGIN SOLUTION" in path.read_text(encoding="utf-8")


def notebooks(options):
    """./course notebooks student|instructor"""
    paths = [resolve_notebook(name) for name in options.notebooks] or sorted(NOTEBOOKS.glob("*.ipynb"))
    folder = options.out or BUILD / "notebooks" / options.audience
    if folder.resolve() == NOTEBOOKS.resolve():
        raise Problem(f"{folder} has the notebooks themselves.", "Give another folder: --out FOLDER")
    for path in paths:
        try:
            made, count = copy_of(json.loads(path.read_text(encoding="utf-8")), options.audience)
        except Problem as problem:
            raise Problem(f"{path.name}: {problem.sentence}", problem.remedy)
        except (ValueError, KeyError, TypeError) as error:
            raise Problem(f"{path} is no notebook: {error}.", "Restore it from the repository.")
        text, copy = written(made), folder / path.name
        if copy.exists() and copy.read_text(encoding="utf-8", errors="replace") != text:
            say(f"{copy} was there and is kept as {set_aside(copy).name}.")
        copy.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(copy, text)
        say(f"{copy}: {count} {'piece' if count == 1 else 'pieces'} " + ("to write" if options.audience == STUDENT else "that students write"))
    return 0
