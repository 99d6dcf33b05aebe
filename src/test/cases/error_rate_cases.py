"""Write jiwer's counts and alignments for the tests of ErrorRate.

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
    ("", "a b"),
    ("", ""),
]


MARKS = {"equal": " ", "substitute": "S", "delete": "D", "insert": "I"}


def marks(alignment):
    """One mark a word: jiwer's chunks written out."""
    return "".join(MARKS[chunk.type] * max(chunk.ref_end_idx - chunk.ref_start_idx, chunk.hyp_end_idx - chunk.hyp_start_idx)
                   for chunk in alignment)


def counts(found):
    return {"marks": "".join(marks(alignment) for alignment in found.alignments), "hits": found.hits,
            "substitutions": found.substitutions, "deletions": found.deletions,
            "insertions": found.insertions}


def case(references, hypotheses):
    words, characters = jiwer.process_words(references, hypotheses), jiwer.process_characters(references, hypotheses)
    return {"references": references, "hypotheses": hypotheses, "words": {**counts(words), "rate": words.wer},
            "characters": {**counts(characters), "rate": characters.cer}}


def main(folder):
    generator = random.Random(7)
    drawn = [tuple(" ".join(generator.choice("one two three four five".split()) for _ in range(generator.randint(1, 9))) for _ in range(2))
             for _ in range(40)]
    cases = [case([reference], [hypothesis]) for reference, hypothesis in SENTENCES + drawn]
    tied = [tuple(" ".join(generator.choice("aab") for _ in range(generator.randint(4, 30))) for _ in range(2)) for _ in range(20)]
    cases += [case([reference], [hypothesis]) for reference, hypothesis in tied]
    cases.append(case([reference for reference, _ in SENTENCES], [hypothesis for _, hypothesis in SENTENCES]))
    (folder / "error-rate.json").write_text(json.dumps({"jiwer": importlib.metadata.version("jiwer"), "cases": cases}, ensure_ascii=False,
                                                       indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
