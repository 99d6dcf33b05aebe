"""Checks the notebooks' form: layout, ids, cleared outputs, length of cells, text, links, sections.

    python src/test/python/lint_notebooks.py notebooks            # names what is wrong and what to do
    python src/test/python/lint_notebooks.py --fix notebooks      # first mends what needs no author

Each rule on each notebook is one check. `--fix` rewrites the layout, clears outputs and counts, sets
the metadata, adds missing ids and takes pictures in; it touches no other text and no code.

A notebook carries its pictures, so that a copy of the file alone shows them anywhere. The text says
`![what it shows][images/02-unrolled.svg]`, and the last lines of the same cell hold that picture as a
data address. Write `![what it shows](images/02-unrolled.svg)` and let `--fix` do the rest, also after
the file has changed. (A cell's attachments would be the other way; JupyterLab refuses SVG there.)

A notebook with side trips (launcher/sidetrips.py says how they are marked) has a core path: all cells
before the exercises that belong to no trip. It is short, and nothing on it uses what a trip defines,
so that it runs alone. The closing sections (exercises, further reading, the figures) are neither core
nor side trip: they are always there and always run, so they must do without the trips as well; an
exercise that needs a trip belongs to that trip and carries its tag.
"""

import argparse
import base64
import hashlib
import html
import os
import re
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "main" / "python"))
from launcher import sidetrips, snippets  # noqa: E402

try:
    import nbformat
    from nbformat.validator import iter_validate
except ImportError:
    sys.exit("lint_notebooks: this Python has no nbformat; run ./course lab once, "
             "or start it with build/venv's Python.")

METADATA = {
    "kernelspec": {"display_name": "Java", "language": "java", "name": "java"},
    # No version here: it would change with every reader's JDK.
    "language_info": {"name": "java"},
}
CELL_METADATA = {"nbgrader", "tags"}
LINES_WANTED, LINES_ALLOWED, COLUMNS = 25, 28, 100
START = "org.unrolled.notebook.Kernel.start();"
IMPORTS_ALLOWED = 5

FENCE = re.compile(r"^ {0,3}(```|~~~).*?(^ {0,3}\1\s*$|\Z)", re.DOTALL | re.MULTILINE)
CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
MATH = re.compile(r"\$\$.*?\$\$|(?<![\\$])\$(?!\s)[^$\n]*?(?<!\s)\$", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
HEADING = re.compile(r"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$", re.MULTILINE)
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s)>]*)>?(?:\s+[\"'(].*?[\"')])?\s*\)")
REFERENCE = re.compile(r"^ {0,3}\[([^\]]+)\]:\s+<?(\S+?)>?(?:\s|$)", re.MULTILINE)
BY_REFERENCE = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\[([^\[\]]+)\]")
PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp"}
TAG = re.compile(r"<(a|img)\b([^>]*)>", re.IGNORECASE)
IMAGE_TAG = re.compile(r"(<img\b[^>]*\bsrc\s*=\s*([\"']))([^\"']*)\2", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))")
CELL_ID = re.compile(r"^[a-zA-Z0-9_-]{1,64}$")
ABSOLUTE = re.compile(r"(?<![\w.~/:-])/(?:home|Users|root|tmp|mnt|opt|usr|var)/\S*|\bfile://\S*"
                      r"|(?<![\w])[A-Za-z]:\\\S*")
ABSOLUTE_LITERAL = re.compile(r"\"(/[A-Za-z][^\"\s]*/[^\"]*|[A-Za-z]:/[^\"]*)\"")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b")
DEVICE = re.compile(r"cuda|cublas|cudnn|jcublas|jita|Nd4jCpu|CpuBackend|CpuNDArray|nativecpu|AffinityManager",
                    re.IGNORECASE)
OWN_TYPE_IMPORT = re.compile(r"^\s*import\s+(org\.unrolled\.(?:\w+\.)*[A-Z]\w*)\s*;", re.MULTILINE)
HOUSE_WORD = re.compile(r"^\s*void (?:require|say)\(", re.MULTILINE)
MAGIC = re.compile(r"^\s*%%?(maven|loadFromPOM|jars|mavenRepo|addMavenDependency)\b", re.MULTILINE)


class Notebook:
    """One notebook file: its text, and its cells once they can be read."""

    def __init__(self, path):
        self.path = path
        self.text = read(path)
        self.node = parse(self.text)
        self.cells = self.node.cells

    @property
    def is_welcome(self):
        return self.path.name.startswith("00-")

    def of_type(self, cell_type):
        """Pairs (number from 1, cell) of all cells of a type."""
        return [(n, cell) for n, cell in enumerate(self.cells, 1) if cell.cell_type == cell_type]


def read(path):
    """A file's text with its line ends as they are."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def parse(text):
    """The notebook in a text, exactly as it stands: nothing upgraded, nothing repaired."""
    node = nbformat.v4.reads_json(text)
    if not isinstance(node.get("cells"), list) or node.get("nbformat") != 4:
        raise ValueError("no notebook of nbformat 4")
    return node


def layout_of(node):
    return nbformat.v4.writes_json(node) + "\n"


def prose(source):
    """Markdown without what only looks like it: fenced code, code spans, formulas, comments."""
    for pattern in (FENCE, COMMENT, CODE_SPAN, MATH):
        source = pattern.sub(" ", source)
    return source


def headings(source):
    without_code = COMMENT.sub(" ", FENCE.sub(" ", source))
    return [(len(match.group(1)), match.group(2)) for match in HEADING.finditer(without_code)]


def plain(heading):
    """A heading's text as the page shows it."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    text = re.sub(r"<[^>]+>", "", text)
    return html.unescape(re.sub(r"[`*]", "", text))


def anchors_of_notebook(node):
    """Jupyter's anchors: the heading with hyphens for spaces; and every id given in HTML."""
    found = set()
    for cell in node.cells:
        if cell.cell_type == "markdown":
            found.update(plain(text).replace(" ", "-") for _, text in headings(cell.source))
            found.update(re.findall(r"\bid=[\"']([^\"']+)", cell.source))
    return found


def anchors_of_markdown(text):
    """GitHub's anchors: lower case, punctuation dropped, hyphens for spaces."""
    found = set(re.findall(r"\bid=[\"']([^\"']+)", text))
    for _, heading in headings(text):
        kept = "".join(c for c in plain(heading).lower() if c.isalnum() or c in " -_")
        found.add(kept.replace(" ", "-"))
    return found


def references(source):
    """(is image, alternative text or None, target) of every link and image in a text cell."""
    text = prose(source)
    for mark, label, target in LINK.findall(text):
        yield bool(mark), label, target
        for inner_mark, inner_label, inner_target in LINK.findall(label):
            yield bool(inner_mark), inner_label, inner_target
    definitions = dict(REFERENCE.findall(text))
    for mark, label, name in BY_REFERENCE.findall(text):
        if mark and name in definitions:
            yield True, label, definitions[name]
    for target in definitions.values():
        yield False, None, target
    for name, attributes in TAG.findall(text):
        values = {key.lower(): a or b or c for key, a, b, c in ATTRIBUTE.findall(attributes)}
        target = values.get("src" if name.lower() == "img" else "href")
        if target is not None:
            yield name.lower() == "img", values.get("alt"), target


def quoted(text, width=60):
    text = " ".join(str(text).split())
    return text if len(text) <= width else text[:width - 1] + "…"


# Each rule yields (cell number or None, what is wrong, what to do).

def rule_valid(notebook):
    """follows nbformat's schema"""
    for error in iter_validate(notebook.node):
        if "'id' is a required property" in error.message:
            continue  # rule_ids names the cell
        where = "/".join(str(part) for part in error.path)
        yield None, f"{where or 'notebook'} breaks nbformat's schema: {quoted(error.message)}", "restore that part"


def rule_layout(notebook):
    """is written the way nbformat writes it"""
    expected = layout_of(notebook.node)
    if notebook.text != expected:
        pairs = zip(notebook.text.split("\n"), expected.split("\n"))
        line = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), expected.count("\n"))
        yield None, f"line {line} is not laid out as nbformat writes it", "run lint_notebooks.py --fix"


def rule_cleared(notebook):
    """holds no outputs and no execution counts"""
    for number, cell in notebook.of_type("code"):
        if cell.get("outputs"):
            yield number, f"{len(cell.outputs)} outputs are saved", "run lint_notebooks.py --fix"
        if cell.get("execution_count") is not None:
            yield number, f"execution count {cell.execution_count} is saved", "run lint_notebooks.py --fix"


def rule_ids(notebook):
    """has a valid id on every cell, each once"""
    seen = {}
    if notebook.node.get("nbformat_minor", 0) < 5:
        yield None, f"is nbformat 4.{notebook.node.get('nbformat_minor')}, which has no cell ids", \
            "run lint_notebooks.py --fix"
    for number, cell in enumerate(notebook.cells, 1):
        given = cell.get("id")
        if not isinstance(given, str) or not CELL_ID.match(given):
            yield number, "has no valid id" if given is None else f"has the invalid id {given!r}", \
                "run lint_notebooks.py --fix"
        elif given in seen:
            yield number, f"has the id {given} of cell {seen[given]}", "run lint_notebooks.py --fix"
        else:
            seen[given] = number


def rule_metadata(notebook):
    """names the course's kernel and carries no other metadata"""
    if notebook.node.get("metadata") != METADATA:
        yield None, "metadata is not the course's kernelspec and language alone", "run lint_notebooks.py --fix"
    for number, cell in enumerate(notebook.cells, 1):
        foreign = sorted(set(cell.get("metadata", {})) - CELL_METADATA)
        if foreign:
            yield number, f"carries metadata of an editor ({', '.join(foreign)})", "run lint_notebooks.py --fix"


def rule_length(notebook):
    """keeps code cells short"""
    for number, cell in notebook.of_type("code"):
        lines = len(cell.source.splitlines())
        if lines > LINES_ALLOWED:
            yield number, f"has {lines} lines of code", f"split it into cells of at most {LINES_WANTED}"
        elif not cell.source.strip():
            yield number, "is an empty code cell", "remove it"
        for line in cell.source.splitlines():
            if len(line) > COLUMNS:
                yield number, f"has a line of {len(line)} columns, {quoted(line)}", f"break it: {COLUMNS} fit beside the menus"


def rule_start(notebook):
    """gets what all notebooks use from the library"""
    code = list(notebook.of_type("code"))
    if code and code[0][1].source.partition("\n")[0].strip() != START:
        yield code[0][0], "is the first code cell and does not start the course's kit", f"begin it with {START}"
    for number, cell in code:
        if len(re.findall(r"^import ", cell.source, re.MULTILINE)) > IMPORTS_ALLOWED:
            yield number, f"has more than {IMPORTS_ALLOWED} imports", f"leave out those that {START} makes"
        if HOUSE_WORD.search(cell.source):
            yield number, "defines require or say, which the library has", "remove the method"


def rule_text(notebook):
    """says something before each code cell"""
    for number, cell in notebook.of_type("code"):
        before = notebook.cells[number - 2] if number > 1 else None
        if before is None or before.cell_type != "markdown":
            yield number, "stands directly after code", "put a text cell before it that says what it shows"
            continue
        text = HEADING.sub(" ", COMMENT.sub(" ", before.source))
        if not re.search(r"\w\w", text):
            yield number, "follows a text cell with nothing but a heading", "say in a sentence what the code shows"


def rule_links(notebook):
    """links to files and headings that exist"""
    for number, cell in notebook.of_type("markdown"):
        for _, _, target in references(cell.source):
            problem = dead_link(notebook, cell, target)
            if problem:
                yield number, f"{problem}: {quoted(target)}", "correct the link or add what it names"


def dead_link(notebook, cell, target):
    """What is wrong with a link's target, or None; addresses on the network are not asked."""
    if not target:
        return "link leads nowhere"
    if target.startswith("attachment:"):
        return None if target[11:] in cell.get("attachments", {}) else "attachment does not exist"
    parts = urlsplit(target)
    if parts.scheme == "file" or (not parts.netloc and target.startswith("/")):
        return "link is absolute and works on one machine only"
    if parts.scheme or parts.netloc:
        return None
    path = (notebook.path.parent / unquote(parts.path)) if parts.path else notebook.path
    if notebook.path.parent.resolve() not in path.resolve().parents:
        return "link leads out of the notebooks' folder, which is all that JupyterLab shows of the course"
    if not path.exists():
        return "link to a missing file"
    anchor = unquote(parts.fragment)
    if not anchor:
        return None
    if path.suffix == ".ipynb":
        known = anchors_of_notebook(notebook.node if path == notebook.path
                                    else parse(path.read_text(encoding="utf-8")))
    elif path.suffix == ".md":
        known = anchors_of_markdown(path.read_text(encoding="utf-8"))
    else:
        return None
    return None if anchor in known else "link to a missing heading"


def picture_file(folder, target):
    """The file that an image's address names, or None for an address of another kind."""
    parts = urlsplit(target)
    path = folder / unquote(parts.path)
    return None if parts.scheme or parts.netloc or not parts.path or path.suffix not in PICTURES else path


def data_address(path):
    return f"data:{PICTURES[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def replace_in_prose(pattern, replacement, source):
    """pattern.sub on what is no code and no comment."""
    kept = [match.span() for other in (FENCE, COMMENT, CODE_SPAN) for match in other.finditer(source)]
    return pattern.sub(lambda match: match.group(0) if any(a <= match.start() < b for a, b in kept) else replacement(match),
                       source)


def with_pictures(source, folder):
    """A text cell's source with each picture of a file inside it, and those that it had renewed from their files."""
    images = {target for is_image, _, target in references(source) if is_image}
    definitions = dict(REFERENCE.findall(prose(source)))
    wanted = {name: picture_file(folder, name) for name in definitions if definitions[name].startswith("data:")}

    def by_reference(match):
        mark, label, target = match.groups()
        path = picture_file(folder, target) if mark and target in images else None
        if path is None or not path.is_file():
            return match.group(0)
        wanted[target] = path
        return f"![{label}][{target}]"

    def in_tag(match):
        before, quote, target = match.groups()
        path = picture_file(folder, target) if target in images else None
        return f"{before}{data_address(path)}{quote}" if path and path.is_file() else match.group(0)

    source = replace_in_prose(LINK, by_reference, source)
    source = replace_in_prose(IMAGE_TAG, in_tag, source)
    for name, path in wanted.items():
        if path and path.is_file():
            line = f"[{name}]: {data_address(path)}"
            if name in definitions:
                source = source.replace(f"[{name}]: {definitions[name]}", line)
            else:
                last = source.rstrip().rpartition("\n")[2]
                source = source.rstrip() + ("\n" if REFERENCE.match(last) else "\n\n") + line
    return source


def rule_pictures(notebook):
    """carries its pictures, so that a copy of the file alone shows them"""
    folder = notebook.path.parent
    for number, cell in notebook.of_type("markdown"):
        for is_image, _, target in references(cell.source):
            path = picture_file(folder, target) if is_image else None
            if path and path.is_file():
                yield number, f"shows {quoted(target)}, which a copy of the notebook loses", "run lint_notebooks.py --fix"
        for name, target in REFERENCE.findall(prose(cell.source)):
            path = picture_file(folder, name) if target.startswith("data:") else None
            if path and not path.is_file():
                yield number, f"carries {quoted(name)}, which is no file any more", "restore the file or drop the picture"
            elif path and target != data_address(path):
                yield number, f"carries another {quoted(name)} than the file", "run lint_notebooks.py --fix"


def rule_alt(notebook):
    """describes every image in words"""
    for number, cell in notebook.of_type("markdown"):
        for is_image, alt, target in references(cell.source):
            if is_image and not (alt or "").strip():
                yield number, f"image {quoted(target)} has no alternative text", "say in its alt text what it shows"


def rule_title(notebook):
    """opens with a title and its number"""
    first = notebook.cells[0] if notebook.cells else None
    match = re.match(r"# (\d\d[a-z]?) · \S", first.source) if first and first.cell_type == "markdown" else None
    if not match:
        yield 1, "is not a title", "begin the notebook with a text cell `# NN · Title`"
    else:
        named = re.match(r"(\d\d[a-z]?)-", notebook.path.name)
        if named and named.group(1) != match.group(1):
            yield 1, f"is titled {match.group(1)} in a file numbered {named.group(1)}", "let the two agree"


def rule_sections(notebook):
    """has exercises and further reading"""
    if notebook.is_welcome:
        return
    present = {plain(text).lower() for _, cell in notebook.of_type("markdown") for _, text in headings(cell.source)}
    for wanted in ("Exercises", "Further reading"):
        if wanted.lower() not in present:
            yield None, f"has no section {wanted!r}", f"add a heading `## {wanted}`"


def rule_trips(notebook):
    """says where a side trip begins and ends"""
    for place, wrong, remedy in sidetrips.wrong_marks(notebook.cells):
        yield place + 1, wrong, remedy
    if sidetrips.has_trips(notebook.cells) and not any(
            sidetrips.MARK in cell.source for _, cell in notebook.of_type("markdown")[:2] if not sidetrips.is_trip(cell)):
        yield None, "has side trips and its opening doesn't say so", f"name {sidetrips.MARK} there, and how to go on after one"


def rule_core(notebook):
    """has a core path that can be read in one go"""
    count = sidetrips.core_cells(notebook.cells)
    if sidetrips.has_trips(notebook.cells) and count > sidetrips.CORE_CELLS:
        yield None, f"has a core path of {count} cells, {sidetrips.CORE_CELLS} are allowed", "make what only some need a side trip"


def rule_core_alone(notebook):
    """has a core path that needs nothing from a side trip"""
    sources = [cell.source if cell.cell_type == "code" else "" for cell in notebook.cells]
    for place, name in snippets.misses(sources, [sidetrips.is_trip(cell) for cell in notebook.cells]):
        yield place + 1, f"uses {name}, which a side trip defined last", "define it on the core path, or give it another name there"


def rule_report(notebook):
    """ends by checking its own figures"""
    code = notebook.of_type("code")
    if not code or not re.search(r"\.report\(\s*\)", without_comments(code[-1][1].source)):
        yield (code[-1][0] if code else None), "is the last code cell and does not check the figures" if code \
            else "has no code cell that checks its figures", "end with `figures.report();`"


def without_comments(code):
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", " ", code, flags=re.DOTALL)


def rule_paths(notebook):
    """names no path of one machine"""
    for number, cell in enumerate(notebook.cells, 1):
        found = ABSOLUTE.search(cell.source)
        if not found and cell.cell_type == "code":
            found = ABSOLUTE_LITERAL.search(cell.source)
        if found:
            yield number, f"names the absolute path {quoted(found.group(0))}", "use a relative path or a setting"


def rule_finished(notebook):
    """is finished: no notes to self, no trailing blanks"""
    for number, cell in enumerate(notebook.cells, 1):
        note = UNFINISHED.search(cell.source)
        if note:
            yield number, f"says {note.group(1)}", "do it or drop it"
        for line_number, line in enumerate(cell.source.split("\n"), 1):
            if line != line.rstrip():
                yield number, f"line {line_number} ends in blanks", "remove them (a line break in text is a backslash)"
                break
        if cell.source != cell.source.strip("\n"):
            yield number, "begins or ends with an empty line", "remove it"


def rule_devices(notebook):
    """runs on any device: no cell names one"""
    for number, cell in notebook.of_type("code"):
        found = DEVICE.search(without_comments(cell.source))
        if found:
            yield number, f"names a device ({found.group(0)})", "leave the choice to the backend; use Course.backend()"


def rule_kernels(notebook):
    """uses nothing that one of the Java kernels can't do"""
    for number, cell in notebook.of_type("code"):
        magic = MAGIC.search(cell.source)
        if magic:
            yield number, f"uses %{magic.group(1)}, which fails or warns on one of the kernels", "use %classpath"
        single = OWN_TYPE_IMPORT.search(cell.source)
        if single:
            package = single.group(1).rpartition(".")[0]
            yield number, f"imports {single.group(1)} by its own name, so that no cell can define one", \
                f"write `import {package}.*;`"


RULES = [rule_valid, rule_layout, rule_cleared, rule_ids, rule_metadata, rule_length, rule_start, rule_text,
         rule_links, rule_pictures, rule_alt, rule_title, rule_sections, rule_trips,
         rule_core, rule_core_alone, rule_report, rule_paths, rule_finished, rule_devices,
         rule_kernels]


def fixed(text, folder):
    """The same notebook in nbformat's layout, cleared, with our metadata, with ids and with the pictures of its folder inside."""
    node = parse(text)
    node.nbformat_minor = max(5, node.get("nbformat_minor", 0))
    node.metadata = nbformat.from_dict(METADATA)
    taken = set()
    for number, cell in enumerate(node.cells, 1):
        cell.metadata = nbformat.from_dict(
            {key: value for key, value in cell.get("metadata", {}).items() if key in CELL_METADATA})
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        elif cell.cell_type == "markdown":
            cell.source = with_pictures(cell.source, folder)
        given = cell.get("id")
        if not isinstance(given, str) or not CELL_ID.match(given) or given in taken:
            attempt = 0
            while True:
                seed = f"{cell.cell_type}\n{cell.source}\n{attempt}"
                given = hashlib.sha256(seed.encode("utf-8")).hexdigest()[:8]
                if given not in taken:
                    break
                attempt += 1
            cell.id = given
        taken.add(given)
    return layout_of(node)


def write_atomically(path, text):
    handle, name = tempfile.mkstemp(dir=str(path.parent), prefix=path.name + ".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
            out.write(text)
        os.chmod(name, path.stat().st_mode & 0o777)
        os.replace(name, str(path))
    except BaseException:
        os.unlink(name)
        raise


def notebooks_under(places):
    found = []
    for place in places:
        if place.is_dir():
            found += sorted(p for p in place.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
        elif place.is_file():
            found.append(place)
        else:
            raise FileNotFoundError(f"{place} does not exist; name a notebook or a folder of notebooks")
    return found


def lint(path):
    """(findings, checks passed, checks failed) of one notebook; a finding is a line of text."""
    try:
        notebook = Notebook(path)
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        return [f"{path}: can't be read as a notebook ({quoted(error)}); restore it"], 0, len(RULES)
    findings, failed = [], 0
    for rule in RULES:
        complaints = [f"{path}{f' cell {number}' if number else ''}: {what}; {remedy}"
                      for number, what, remedy in rule(notebook)]
        findings += complaints
        failed += bool(complaints)
    return findings, len(RULES) - failed, failed


def main(argv=None, say=print):
    parser = argparse.ArgumentParser(prog="lint_notebooks", description="Checks the form of the notebooks.")
    parser.add_argument("--fix", action="store_true",
                        help="rewrite layout and metadata, clear outputs, add ids; text stays as it is")
    parser.add_argument("places", nargs="*", type=Path, default=[Path("notebooks")],
                        help="notebooks or folders of notebooks (default: notebooks)")
    arguments = parser.parse_args(argv)
    try:
        paths = notebooks_under(arguments.places)
    except FileNotFoundError as error:
        say(f"lint_notebooks: {error}.")
        return 2
    if not paths:
        say(f"lint_notebooks: no notebook under {', '.join(map(str, arguments.places))}; name their folder.")
        return 2
    passed = failed = 0
    for path in paths:
        if arguments.fix:
            fix(path, say)
        findings, good, bad = lint(path)
        for finding in findings:
            say(finding)
        passed, failed = passed + good, failed + bad
    say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def fix(path, say):
    try:
        text = read(path)
        better = fixed(text, path.parent)
        if better != text:
            write_atomically(path, better)
            say(f"{path}: rewritten")
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return  # lint says what is wrong with a file that can't be read


if __name__ == "__main__":
    sys.exit(main())
