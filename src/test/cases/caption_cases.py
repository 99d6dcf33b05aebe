"""Write the scores of COCO's caption evaluation and of NLTK's METEOR for the tests of CaptionScores. Needs Java for the tokeniser.

    pip install pycocoevalcap==1.2 nltk==3.10.4
    python src/test/cases/caption_cases.py src/test/resources/metrics
"""

import importlib.metadata
import json
import random
import sys
from pathlib import Path

from nltk.stem.snowball import SnowballStemmer
from nltk.translate.meteor_score import meteor_score
from pycocoevalcap.bleu.bleu import Bleu
from pycocoevalcap.cider.cider import Cider
from pycocoevalcap.rouge.rouge import Rouge
from pycocoevalcap.tokenizer.ptbtokenizer import PTBTokenizer

WRITTEN = [
    ("A man rides a horse.", ["A man is riding a horse.", "A man on a brown horse", "Someone rides"]),
    ("zebra", ["Two dogs play in the snow."]),
    ("the the the the the the the", ["The cat is on the mat.", "There is a cat on the mat."]),
    ("A man's dog isn't here, can't we go?", ["The man's dog is not here!", "\"No dog\", says a man (angrily); it's gone..."]),
    ("un café naïve 😀 avec crème", ["Un café 😀😀", "naïve – crème — ‘brûlée’ “ok” …"]),
    ("", ["A dog.", "Two dogs"]),
    ("...", ["A dog."]),
    ("Dog", ["dog"]),
    ("dog", ["dogs", "a dog"]),
    ("Two dogs play in the snow .", ["Two dogs play in the snow ."]),
    ("Two dogs play in the snow", ["Two dogs play in the snow"] * 5),
    ("a t-shirt that says no. 5 at 10:30 a.m. for $5.50", ["The U.S. flag & 1,000 apples - 3/4 full", "50% off @ home"]),
    ("walking runners happily jumped over hurdles", ["a runner walks and happily jumps a hurdle"]),
    ("a dog and a cat and a dog and a cat", ["a cat and a dog", "a dog and a cat and a bird and a dog"]),
]
WORDS = "a a a the the man woman dog dogs cat red running runs run on in with and ball grass , . beach's two".split()


class NoMeaning:
    """Stands in for WordNet, so that words have no synonyms."""

    def synsets(self, word):
        return []


def caption(generator):
    return " ".join(generator.choice(WORDS) for _ in range(generator.randint(0 if generator.random() < 0.05 else 1, 12)))


def altered(generator, text):
    words = text.split()
    return " ".join(generator.choice(WORDS) if generator.random() < 0.3 else word for word in words if generator.random() < 0.9)


def drawn(generator):
    first = caption(generator)
    references = [altered(generator, first) if generator.random() < 0.7 else caption(generator) for _ in range(generator.randint(1, 5))]
    return first, [reference or "a dog" for reference in references]


def ambiguous(candidate, reference, stemmer):
    """True where a stem stands twice in one and at all in the other: NLTK then takes any partner, not that of fewest runs."""
    one, other = ([stemmer.stem(word) for word in text.split()] for text in (candidate, reference))
    return any(one.count(word) > 1 or other.count(word) > 1 for word in set(one) & set(other))


def main(folder):
    generator = random.Random(7)
    pairs = WRITTEN + [drawn(generator) for _ in range(240)]
    stemmer = SnowballStemmer("english")
    texts = list(dict.fromkeys(text for candidate, references in pairs for text in [candidate] + references))
    answers = PTBTokenizer().tokenize({number: [{"caption": text}] for number, text in enumerate(texts)})
    tokens = {text: answers[number][0] for number, text in enumerate(texts)}
    given = {number: [tokens[text] for text in references] for number, (_, references) in enumerate(pairs)}
    results = {number: [tokens[candidate]] for number, (candidate, _) in enumerate(pairs)}
    bleu, bleus = Bleu(4).compute_score(given, results, verbose=0)
    rouge, rouges = Rouge().compute_score(given, results)
    cider, ciders = Cider().compute_score(given, results)
    cases = []
    for number, (candidate, references) in enumerate(pairs):
        case = {"candidate": candidate, "references": references, "tokens": [results[number][0]] + given[number],
                "bleu": [scores[number] for scores in bleus], "rouge": rouges[number], "cider": ciders[number]}
        if not any(ambiguous(results[number][0], reference, stemmer) for reference in given[number]):
            case["meteor"] = meteor_score([reference.split() for reference in given[number]], results[number][0].split(),
                                          stemmer=stemmer, wordnet=NoMeaning())
        cases.append(case)
    first = {number: given[number] for number in range(14)}, {number: results[number] for number in range(14)}
    sets = [{"from": 0, "to": len(pairs), "bleu": bleu, "rouge": rouge, "cider": cider},
            {"from": 0, "to": 14, "bleu": Bleu(4).compute_score(*first, verbose=0)[0], "rouge": Rouge().compute_score(*first)[0],
             "cider": Cider().compute_score(*first)[0]}]
    for number in (5, 7, 9):
        one = {0: given[number]}, {0: results[number]}
        sets.append({"from": number, "to": number + 1, "bleu": Bleu(4).compute_score(*one, verbose=0)[0],
                     "rouge": Rouge().compute_score(*one)[0], "cider": Cider().compute_score(*one)[0]})
    versions = {name: importlib.metadata.version(name) for name in ("pycocoevalcap", "nltk")}
    (folder / "captions.json").write_text(json.dumps({**versions, "cases": cases, "sets": sets}, ensure_ascii=False,
                                                     separators=(",", ":"), default=float).replace('{"candidate"', '\n{"candidate"') + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
