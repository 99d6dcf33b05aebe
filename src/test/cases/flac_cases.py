"""Write the small FLAC files that the tests of FlacFile decode: chirps, whose samples the tests compute themselves.

    pip install soundfile==0.14.0 numpy==2.4.6
    python src/test/cases/flac_cases.py src/test/resources/audio

libsndfile (1.2.2, with libFLAC) encodes them. Sample t of channel c is round(A sin(2 pi (0.002 (c + 1) t + 0.00001 t^2))),
where A is 90 % of full scale; so predictors of all orders and both kinds of stereo are used. The file named "pause" has
digital silence after 3,000 samples, which has frames of its own kind.
"""

import sys
from pathlib import Path

import numpy
import soundfile


def chirp(count, channels, bits):
    t = numpy.arange(count)[:, None]
    c = numpy.arange(channels)[None, :]
    return numpy.round(0.9 * 2 ** (bits - 1) * numpy.sin(2 * numpy.pi * (0.002 * (c + 1) * t + 0.00001 * t * t))).astype(numpy.int64)


def write(file, samples, rate, bits):
    # libsndfile takes the upper bits of 32.
    soundfile.write(file, (samples << (32 - bits)).astype(numpy.int32), rate, format="FLAC", subtype=f"PCM_{bits}")


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "mono16.flac", chirp(5000, 1, 16), 16000, 16)
    write(folder / "stereo24.flac", chirp(2000, 2, 24), 8000, 24)
    pause = chirp(9000, 1, 16)
    pause[3000:] = 0
    write(folder / "pause.flac", pause, 16000, 16)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
