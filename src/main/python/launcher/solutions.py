"""Solutions of the exercises, for instructors and for CI: they lie in solutions/, apart from the notebooks.

    // cell exercise-1
    double[] centred(INDArray row) { ... }

is what the cell exercise-1 of a notebook holds once it is solved; the file has the notebook's name and ends in .jsh.
"""

import json
import re
from pathlib import Path

from launcher.kernel import jupyter_environment
from launcher.places import BUILD, NOTEBOOKS, SOLUTIONS
from launcher.running import execute_notebook
from launcher.sidetrips import source_of
from launcher.snippets import needed
from launcher.teaching import written
from launcher.telling import Activity, Problem

CELL = re.compile(r"^// cell (\S+)[^\S\n]*\n", re.MULTILINE)
ANSWER, CHECK = "UnsupportedOperationException(", "Exercise.of("
NAME = "solutions"


def code_cells(cells, text):
    return [place for place, cell in enumerate(cells) if cell["cell_type"] == "code" and text in source_of(cell)]


def read(path):
    """Cell id -> the cell's source with its solution."""
    pieces = CELL.split(path.read_text(encoding="utf-8"))
    return {name: source.strip() for name, source in zip(pieces[1::2], pieces[2::2])}


def solved(notebook, solutions):
    """A copy of a notebook (as JSON has it) with the solutions in their cells."""
    made = json.loads(json.dumps(notebook))
    cells = {cell["id"]: cell for cell in made["cells"]}
    for name, source in solutions.items():
        if name not in cells or ANSWER not in source_of(cells[name]):
            raise Problem(f"The notebook has no cell {name} that waits for an answer.", "Correct the name in its file of solutions.")
        cells[name]["source"] = source
    return made


def exercises_alone(notebook):
    """The same notebook with the cells alone that its checks need, what all cells import, and its last one, which keeps the outcome."""
    cells = notebook["cells"]
    sources = [source_of(cell) if cell["cell_type"] == "code" else "" for cell in cells]
    code = [place for place, source in enumerate(sources) if source]
    kept = needed(sources, [code[0], code[-1], *code_cells(cells, CHECK)])
    imports = re.findall(r"^import .*;$", "\n".join(sources), re.MULTILINE)
    first, *others = [cells[place] for place in kept]
    imported = dict(first, id="imports", source="\n".join(imports) or "// nothing to import")
    return dict(notebook, cells=[first, imported, *others])


def outcome(path):
    """(title, how many checks passed, how many there are) of each exercise in a file of results."""
    results = json.loads(path.read_text(encoding="utf-8"))
    return [(exercise["title"], exercise["passed"], exercise["of"]) for exercise in results.get("exercises", [])]


def wrong(results, checks, solved_ones):
    """What is wrong with the exercises of a run, as lines; all passed where they are solved, and none where they are not."""
    if len(results) != checks:
        return [f"{len(results)} exercises were checked, the notebook has {checks}"]
    return [f"{title}: {passed} of {of} checks passed" for title, passed, of in results if passed != (of if solved_ones else 0)]


def test_solutions(setup, tally):
    """Each solution passes its checks, and no check passes without one."""
    folder = BUILD / "notebooks" / NAME
    folder.mkdir(parents=True, exist_ok=True)
    results = Path(jupyter_environment(setup)["UNROLLED_RESULTS"])
    for path in sorted(SOLUTIONS.glob("*.jsh")):
        notebook = json.loads((NOTEBOOKS / f"{path.stem}.ipynb").read_text(encoding="utf-8"))
        checks = len(code_cells(notebook["cells"], CHECK))
        copy = folder / f"{path.stem}.ipynb"
        copy.write_text(written(exercises_alone(solved(notebook, read(path)))), encoding="utf-8")
        with Activity(f"Solutions of {path.stem}"):
            code, output = execute_notebook(setup, copy, log_name=f"test-solutions-{path.stem}", apart=NAME)
        found = [] if code else wrong(outcome(results / NAME / f"{path.stem}.json"), checks, True)
        plain = results / f"{path.stem}.json"
        found += wrong(outcome(plain), checks, False) if plain.exists() else []
        tally.add(f"solutions of {path.stem}", int(not code and not found), int(bool(code or found)), 0, "\n".join([output, *found]))
