"""Write jiwer's counts for the tests of ErrorRate.

    pip install jiwer==4.0.0
    python src/test/cases/error_rate_cases.py src/test/resources/metrics
"""

import importlib.metadata
import json
import random
import sys
from pathlib import Path

import jiwer

SENTENCES = [
    ("the cat sat on the mat", "the cat sat on the mat"),
    ("the cat sat on the mat", "a cat sat mat down"),
    ("one two three", ""),
    ("one", "two three four"),
    ("a b c d", "b c d a"),
    ("no no no yes", "no yes no"),
    ("größe über naïve", "grösse uber naïve"),
    ("seven three three nine", "seven three nine nine nine"),
    ("x y", "y x"),
    ("👍 ok", "ok 👍 👍"),
]


def counts(found):
    return {"hits": found.hits, "substitutions": found.substitutions, "deletions": found.deletions, "insertions": found.insertions}


def case(references, hypotheses):
    words, characters = jiwer.process_words(references, hypotheses), jiwer.process_characters(references, hypotheses)
    return {"references": references, "hypotheses": hypotheses, "words": {**counts(words), "rate": words.wer},
            "characters": {**counts(characters), "rate": characters.cer}}


def main(folder):
    generator = random.Random(7)
    drawn = [tuple(" ".join(generator.choice("one two three four five".split()) for _ in range(generator.randint(1, 9))) for _ in range(2))
             for _ in range(40)]
    cases = [case([reference], [hypothesis]) for reference, hypothesis in SENTENCES + drawn]
    cases.append(case([reference for reference, _ in SENTENCES], [hypothesis for _, hypothesis in SENTENCES]))
    (folder / "error-rate.json").write_text(json.dumps({"jiwer": importlib.metadata.version("jiwer"), "cases": cases}, ensure_ascii=False,
                                                       indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
