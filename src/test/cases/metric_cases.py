"""Write the stored cases that the tests of the metrics compare with.

    pip install seqeval==1.2.2 scikit-learn==1.9.1 scipy==1.17.1
    python src/test/cases/metric_cases.py src/test/resources/metrics [--conlleval conlleval.pl]

spans.json holds gold and predicted tags, many of them against all rules, with the spans and scores of seqeval in its
default mode, which follows the evaluation script of CoNLL-2000. With --conlleval that script itself (Perl, version of
2004-01-26, not part of this repository) is run on the cases whose tags it knows, and has to agree. schemes.json holds
spans written in three schemes; seqeval's strict mode has to read each back. classes.json holds scikit-learn's scores of
classes and its log loss, rankings.json its curves and areas, and the equal error rate read off its curve by NumPy and SciPy,
calibrations.json its reliability diagram, and comparisons.json SciPy's exact test of two classifiers.
"""
import argparse
import json
import random
import re
import subprocess
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy
from seqeval.metrics import classification_report
from seqeval.metrics.sequence_labeling import get_entities
from seqeval.scheme import IOB1, IOB2, IOBES, Tokens
from scipy.interpolate import interp1d
from scipy.optimize import brentq
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve
from sklearn.metrics import (accuracy_score, average_precision_score, confusion_matrix, log_loss, matthews_corrcoef,
                             precision_recall_fscore_support, roc_auc_score, roc_curve)

TYPES = ["PER", "LOC", "MISC-X"]
SCHEMES = {"IOB1": IOB1, "IOB2": IOB2, "BIOES": IOBES}


def random_spans(rng, length):
    """Spans that don't overlap; neighbours of one type are frequent, because they are what schemes differ in."""
    spans, at = [], 0
    while at < length:
        if rng.random() < 0.55:
            end = min(length, at + rng.choice([1, 1, 2, 3]))
            spans.append([rng.choice(TYPES[:2]), at, end])
            at = end
        else:
            at += 1
    return spans


def write(spans, length, scheme):
    tags = ["O"] * length
    for i, (kind, begin, end) in enumerate(spans):
        before = i > 0 and spans[i - 1][2] == begin and spans[i - 1][0] == kind
        for at in range(begin, end):
            first, last = at == begin, at == end - 1
            part = {"IOB1": "B" if first and before else "I",
                    "IOB2": "B" if first else "I",
                    "BIOES": "S" if first and last else "B" if first else "E" if last else "I"}[scheme]
            tags[at] = f"{part}-{kind}"
    return tags


def read_strictly(tags, scheme):
    return [[e.tag, e.start, e.end] for e in Tokens(tags, SCHEMES[scheme]).entities]


def scheme_cases(rng):
    cases = []
    for number in range(24):
        length = rng.randint(1, 9)
        spans = random_spans(rng, length)
        case = {"name": f"sentence {number}", "length": length, "spans": spans}
        for scheme in SCHEMES:
            case[scheme] = write(spans, length, scheme)
            assert read_strictly(case[scheme], scheme) == spans, (case, scheme)
        cases.append(case)
    return cases


def noisy(rng, tags, parts, share):
    """Some tags replaced by any others, as an untrained tagger would."""
    return [tag if rng.random() > share else rng.choice(["O"] + [f"{p}-{t}" for p in parts for t in TYPES]) for tag in tags]


def span_cases(rng, conlleval):
    cases = []
    for number in range(30):
        scheme = ["IOB1", "IOB2", "BIOES"][number % 3]
        parts = "BIES" if scheme == "BIOES" else "BI"
        gold, found = [], []
        for _ in range(rng.randint(1, 5)):
            length = rng.randint(1, 10)
            tags = write(random_spans(rng, length), length, scheme)
            gold.append(noisy(rng, tags, parts, 0.3 if number % 2 else 0))
            found.append(noisy(rng, tags, parts, rng.choice([0, 0.2, 0.5, 1])))
        if number == 0:
            found = [["O"] * len(tags) for tags in found]
        if number == 1:
            gold = [["O"] * len(tags) for tags in gold]
        case = {"name": f"{scheme}, {number}", "gold": gold, "found": found}
        if any(tag != "O" for sentence in gold + found for tag in sentence):
            report = classification_report(gold, found, output_dict=True, zero_division=0)
            case["micro"], case["macro"] = scores(report["micro avg"]), scores(report["macro avg"])
            case["types"] = {kind: scores(values) for kind, values in report.items() if " avg" not in kind}
        for key in "gold", "found":
            case[key + "Spans"] = [[[t, b, e + 1] for t, b, e in get_entities(tags)] for tags in case[key]]
        if conlleval and scheme != "BIOES" and "types" in case:
            assert_agrees(conlleval, case)
        cases.append(case)
    return cases


def scores(values):
    """Precision, recall, F1."""
    return [float(values[key]) for key in ("precision", "recall", "f1-score")]


def assert_agrees(conlleval, case):
    lines = []
    for gold, found in zip(case["gold"], case["found"]):
        lines += [f"w {g} {f}" for g, f in zip(gold, found)] + [""]
    out = subprocess.run(["perl", conlleval], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True).stdout
    rows = re.findall(r"(?:^|\n) *([\w-]+): precision: +([\d.]+)%; recall: +([\d.]+)%; FB1: +([\d.]+)", out)
    theirs = {kind: numbers for kind, *numbers in rows}
    overall = re.search(r"%; precision: +([\d.]+)%; recall: +([\d.]+)%; FB1: +([\d.]+)", out)
    theirs["all"] = list(overall.groups())
    ours = dict(case["types"], all=case["micro"])
    assert theirs.keys() == ours.keys(), (theirs, ours)
    for kind, numbers in theirs.items():
        assert all(abs(float(a) - 100 * b) < 0.0051 for a, b in zip(numbers, ours[kind])), (case, kind, numbers)


def class_cases(rng):
    cases = []
    for number, (classes, examples) in enumerate([(2, 12), (3, 40), (5, 60), (4, 3), (6, 9), (1, 4)]):
        actual = [rng.randrange(classes) for _ in range(examples)]
        found = [a if rng.random() < 0.6 else rng.randrange(classes) for a in actual]
        each = precision_recall_fscore_support(actual, found, labels=range(classes), zero_division=0)
        macro = precision_recall_fscore_support(actual, found, average="macro", zero_division=0)
        weighted = precision_recall_fscore_support(actual, found, average="weighted", zero_division=0)
        cases.append({"name": f"{classes} classes, {examples} examples", "classes": classes, "actual": actual,
                      "predicted": found, "matrix": confusion_matrix(actual, found, labels=range(classes)).tolist(),
                      "accuracy": float(accuracy_score(actual, found)), "precision": each[0].tolist(),
                      "recall": each[1].tolist(), "f1": each[2].tolist(),
                      "macro": [float(score) for score in macro[:3]],
                      "weighted": [float(score) for score in weighted[:3]],
                      "matthews": float(matthews_corrcoef(actual, found))})
    return cases


def equal_error(far, recall, thresholds):
    """Rate and threshold where the curve, drawn as straight lines between its points, has as many false rejections as acceptances."""
    gap = far + recall - 1
    # scikit-learn's curve begins at an infinite threshold, from which no line can be drawn.
    finite = numpy.concatenate([thresholds[1:2], thresholds[1:]])
    rate = float(numpy.interp(0, gap, far))
    if len(set(far)) == len(far):
        # The usual way to put it, which needs a function: no step of the curve may go straight up.
        assert abs(brentq(lambda x: 1 - x - interp1d(far, recall)(x), 0, 1) - rate) < 1e-9
    return [rate, float(numpy.interp(0, gap, finite))]


def ranking_cases(rng):
    cases = []
    for examples, digits in (4, 3), (20, 1), (50, 2), (50, 0), (30, 6), (300, 1):
        actual = [i % 3 == 0 for i in range(examples)]
        scores = [round(rng.random() * 0.7 + 0.3 * a, digits) for a in actual]
        far, recall, thresholds = roc_curve(actual, scores, drop_intermediate=False)
        cases.append({"name": f"{examples} examples, {digits} digits", "positive": [int(a) for a in actual], "scores": scores,
                      "thresholds": thresholds[1:].tolist(), "recall": recall[1:].tolist(), "falsePositiveRate": far[1:].tolist(),
                      "area": float(roc_auc_score(actual, scores)),
                      "equalError": equal_error(far, recall, thresholds),
                      "averagePrecision": float(average_precision_score(actual, scores))})
    return cases


def calibration_cases(rng):
    cases = []
    for answers, bins in (12, 5), (100, 10), (200, 15), (3, 10):
        given = [rng.random() for _ in range(answers)]
        right = [int(rng.random() < p * p) for p in given]
        accuracy, confidence = calibration_curve(right, given, n_bins=bins)
        cases.append({"name": f"{answers} answers, {bins} bins", "bins": bins, "probabilities": given, "right": right,
                      "accuracy": accuracy.tolist(), "confidence": confidence.tolist()})
    return cases


def comparison_cases():
    return [{"name": f"{first} against {second}", "first": first, "second": second,
             "p": float(binomtest(min(first, second), first + second).pvalue) if first + second else 1.0}
            for first, second in ((0, 0), (1, 0), (3, 9), (9, 3), (10, 10), (40, 71), (400, 520), (2000, 1900))]


def loss_cases(rng):
    cases = []
    for tokens in 1, 5, 20:
        table = numpy.array([[rng.random() + 0.01 for _ in range(4)] for _ in range(tokens)])
        table /= table.sum(axis=1, keepdims=True)
        ids = [rng.randrange(4) for _ in range(tokens)]
        cases.append({"name": f"{tokens} tokens", "probabilities": [float(table[i, id]) for i, id in enumerate(ids)],
                      "nats": float(log_loss(ids, table, labels=range(4)))})
    return cases


def save(folder, name, content):
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1)
    # Lists of plain values on one line each: short files, readable differences.
    text = re.sub(r"\[\s+([^\[\]{}]*?)\s+\]", lambda m: "[" + re.sub(r"\s*\n\s*", " ", m.group(1)) + "]", text)
    (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--conlleval", help="the script of CoNLL-2000, to be compared too")
    given = arguments.parse_args()
    warnings.simplefilter("ignore")
    save(given.folder, "schemes", {"seqeval": version("seqeval"), "cases": scheme_cases(random.Random(1))})
    save(given.folder, "spans", {"seqeval": version("seqeval"), "cases": span_cases(random.Random(2), given.conlleval)})
    save(given.folder, "classes", {"scikit-learn": version("scikit-learn"), "cases": class_cases(random.Random(3))})
    save(given.folder, "rankings", {"scikit-learn": version("scikit-learn"), "cases": ranking_cases(random.Random(5))})
    save(given.folder, "calibrations", {"scikit-learn": version("scikit-learn"), "cases": calibration_cases(random.Random(6))})
    save(given.folder, "comparisons", {"scipy": version("scipy"), "cases": comparison_cases()})
    save(given.folder, "losses", {"scikit-learn": version("scikit-learn"), "cases": loss_cases(random.Random(4))})


if __name__ == "__main__":
    main()
