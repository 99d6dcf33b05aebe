"""Write distances by NumPy alone for the tests of MelCepstralDistortion.

    pip install numpy==2.4.6
    python src/test/cases/mel_cepstral_cases.py src/test/resources/metrics

The cosine transform is a least-squares fit of cosines, the alignment a search backwards from the end with its steps kept.
"""

import functools
import json
import sys
from pathlib import Path

import numpy


def cepstra(log_mel, coefficients):
    """Of log amplitudes, without the constant: all cosines are fitted, and the first are kept."""
    mels = log_mel.shape[1]
    cosines = numpy.cos(numpy.pi * numpy.outer(numpy.arange(mels) + 0.5, numpy.arange(mels)) / mels)
    return numpy.linalg.lstsq(cosines, log_mel.T / 2, rcond=None)[0].T[:, 1:coefficients + 1]


def distance(one, other, coefficients):
    a, b = cepstra(one, coefficients), cepstra(other, coefficients)
    costs = 10 / numpy.log(10) * numpy.sqrt(2 * ((a[:, None] - b[None]) ** 2).sum(-1))

    @functools.cache
    def best(i, j):
        """The least sum of a path from the beginning to (i, j), and its number of pairs."""
        before = [best(*place) for place in [(i - 1, j - 1), (i - 1, j), (i, j - 1)] if min(place) >= 0]
        total, pairs = min(before, key=lambda found: found[0]) if before else (0.0, 0)
        return total + costs[i, j], pairs + 1

    total, pairs = best(len(a) - 1, len(b) - 1)
    return total / pairs, pairs


def main(folder):
    generator = numpy.random.default_rng(14)
    cases = []
    for frames, others, mels, coefficients in [(1, 1, 3, 2), (4, 7, 6, 5), (12, 9, 20, 13), (20, 20, 26, 13), (3, 15, 40, 13)]:
        one = generator.normal(0, 3, (frames, mels)).cumsum(0).round(3)
        places = numpy.sort(generator.integers(0, frames, others))
        other = (one[places] + generator.normal(0, 0.5, (others, mels))).round(3)
        decibels, pairs = distance(one, other, coefficients)
        cases.append({"one": one.tolist(), "other": other.tolist(), "coefficients": coefficients, "decibels": decibels, "pairs": pairs})
    (folder / "mel-cepstral.json").write_text(json.dumps({"numpy": numpy.__version__, "cases": cases}) + "\n")


main(Path(sys.argv[1]))
