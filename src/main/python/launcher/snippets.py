"""What a notebook's Java cells define and use at their top level, read off their text.

This is no compiler. It knows variables, methods (told apart by the number of their parameters), classes and imports, and takes a
name that a cell defines anywhere, as a local variable or a parameter say, for the cell's own. So it may miss a use, seldom invent one.
"""

import functools
import re

COMMENT_OR_TEXT = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|/\*.*?\*/|//[^\n]*', re.DOTALL)
TYPE = r"(?:[A-Za-z_][\w.]*(?:\s*<>)?(?:\s*\[\])*)"
MODIFIER = re.compile(r"^(?:@\w+\s*|(?:public|protected|private|static|final|abstract|synchronized|sealed)\s+)*")
KIND = re.compile(r"^(?:class|record|interface|enum)\s+(\w+)")
NO_TYPE = {"return", "throw", "new", "for", "if", "while", "else", "import", "package", "try", "do", "switch", "case", "yield", "assert",
           "break", "continue", "finally", "catch", "instanceof", "default", "extends", "implements", "throws"}
IMPORT = re.compile(r"^\s*import\s+(?:static\s+)?([\w.*]+)\s*;", re.MULTILINE)


def plain(code):
    """Code without comments, and with empty literals."""
    return COMMENT_OR_TEXT.sub(lambda match: '""' if match[0][0] in "\"'" else " ", code)


def generics_closed(code):
    """Map<String, List<int[]>> becomes Map<>: a comma in there separates no variables."""
    old = None
    while old != code:
        old, code = code, re.sub(r"\b([A-Z]\w*|\.)<[\w\s,.?&\[\]\1]+>", lambda m: m[1] + "\1", code)
    return code.replace("\1", "<>")


def arguments(code, opened):
    """How many arguments stand between the bracket at a place and the one that closes it, and the place behind that."""
    depth, commas, some, place = 0, 0, False, opened
    for place in range(opened, len(code)):
        sign = code[place]
        if sign in "([{":
            depth += 1
        elif sign in ")]}":
            depth -= 1
            if depth == 0:
                break
        if depth == 1 and sign == ",":
            commas += 1
        some = some or (place > opened and not sign.isspace())
    return (commas + 1 if some else 0), place + 1


def hollow(code):
    """Top-level statements with all brackets emptied; a parenthesis keeps the number of its arguments, (3)."""
    out, place = [], 0
    while place < len(code):
        sign = code[place]
        if sign in "([{":
            value = re.search(r"(?:=|\]|->)\s*$", "".join(out[-9:]))  # an array's values or a lambda's body, not the end of a method
            count, place = arguments(code, place)
            out.append({"(": f"({count})", "[": "[]", "{": "{}" if value else "{};"}[sign])
        else:
            out.append(sign)
            place += 1
    return "".join(out)


@functools.lru_cache(maxsize=None)
def definitions(code):
    """The names that a cell defines at its top level: `name` for a variable or a class, `name/2` for a method."""
    found = set()
    for statement in hollow(generics_closed(plain(code))).split(";"):
        statement = MODIFIER.sub("", statement.strip())
        kind = KIND.match(statement)
        if kind:
            found.add(kind[1])
            continue
        statement = re.sub(r"^<[^>]*>\s*", "", statement)
        match = re.match(rf"({TYPE})\s+(\w+)\s*(.*)$", statement, re.DOTALL)
        if not match or match[1] in NO_TYPE or match[2] in NO_TYPE:
            continue
        method = re.match(r"\((\d+)\)", match[3])
        if method:
            found.add(f"{match[2]}/{method[1]}")
        elif not match[3] or match[3][0] in "=,[":
            found.update(re.match(r"\s*(\w+)", part)[1] for part in (match[2] + match[3]).split(",") if re.match(r"\s*\w+\s*(\[\]\s*)*(=|$)", part))
    return found


def own_names(code):
    """Names that a cell gives to something anywhere within it: local variables, parameters, components."""
    code = generics_closed(plain(code))
    found = {name for kind, name in re.findall(rf"\b({TYPE})\s+(\w+)\s*(?=[=;,:)]|$)", code) if kind not in NO_TYPE}
    for names in re.findall(r"\(([\w\s,]*)\)\s*->", code):
        found.update(re.findall(r"\w+", names))
    found.update(re.findall(r"(\w+)\s*->", code))
    for declared in re.findall(rf"\b{TYPE}\s+\w+\s*=[^;]*;", code):
        found.update(re.findall(r",\s*(\w+)\s*(?==[^=]|;|,)", declared))
    return found


@functools.lru_cache(maxsize=None)
def uses(code):
    """The names that a cell uses and doesn't give to something itself: `name`, or `name/2` where it is called."""
    code, own = generics_closed(plain(code)), own_names(code)
    code = IMPORT.sub("", code)
    found = set()
    for match in re.finditer(r"(?<![\w.])([A-Za-z_]\w*)", code):
        called = re.match(r"\s*\(", code[match.end():])
        if called and not re.search(r"\bnew\s+$", code[:match.start()]):
            count, _ = arguments(code, match.end() + called.end() - 1)
            found.add(f"{match[1]}/{count}")
        elif match[1] not in own:
            found.add(match[1])
    return found - definitions(code)


def misses(sources, left_out):
    """(place, name) for each use of a name whose last definition before it stands in a cell that is left out."""
    from_left_out = {}
    for place, source in enumerate(sources):
        if not left_out[place]:
            yield from ((place, name) for name in sorted(uses(source)) if from_left_out.get(name))
        from_left_out.update((name, left_out[place]) for name in definitions(source))


def needed(sources, wanted):
    """The places of the cells that the wanted ones need: those that define last what they use, and what those use."""
    places, waiting = set(), sorted(wanted)
    while waiting:
        place = waiting.pop()
        if place in places:
            continue
        places.add(place)
        for name in uses(sources[place]):
            before = [other for other in range(place) if name in definitions(sources[other])]
            waiting += before[-1:]
    return sorted(places)
