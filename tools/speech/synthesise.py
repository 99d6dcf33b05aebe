"""Write the embedded speech, data/speech.zip: single words that eSpeak NG has synthesised.

    apt-get install espeak-ng                 # 1.51, as in Debian 12
    pip install numpy==2.4.6 scipy==1.17.1
    python tools/speech/synthesise.py data/speech.zip
    python tools/speech/synthesise.py --check data/speech.zip   # are these the bytes that it writes here?

Each of the words is spoken by each of the voices, in three takes that differ in rate and pitch. A clip is
WORD_VOICE_TAKE.wav, 8 kHz, mono, 16 bit, without the silence around the word, at one level.
"""

import io
import subprocess
import sys
import wave
import zipfile
from math import gcd

import numpy
from scipy.signal import resample_poly

VERSION = "1.51"
RATE = 8000
WORDS = ("zero one two three four five six seven eight nine "
         "yes no up down left right on off stop go start back").split()
# A name of ours, eSpeak's voice and variant, and its pitch, from 0 to 99. The last two are the ones to be held out:
# one has an accent that others have as well, the other has an accent of its own.
VOICES = [
    ("us-m1", "en-us+m1", 45),
    ("us-f2", "en-us+f2", 55),
    ("nyc-m7", "en-us-nyc+m7", 40),
    ("gb-m3", "en-gb+m3", 50),
    ("gb-f1", "en-gb+f1", 60),
    ("rp-m4", "en-gb-x-rp+m4", 45),
    ("lancaster-f4", "en-gb-x-gbclan+f4", 50),
    ("midlands-m2", "en-gb-x-gbcwmd+m2", 35),
    ("caribbean-f5", "en-029+f5", 50),
    ("us-m6", "en-us+m6", 60),
    ("us-f3", "en-us+f3", 50),
    ("scotland-m5", "en-gb-scotland+m5", 50),
]
# Words a minute, and by how much the pitch goes up.
TAKES = [(165, -12), (190, 10), (215, 0)]

LEVEL = 0.1         # root mean square, full scale is 1
HIGHEST = 0.9       # no sample lies beyond
STEP = 32           # 11 bits are kept, or the file would be half as long again; the word stays 51 dB above the rounding
QUIET = 0.01        # of the loudest 10 ms: what lies below at either end is silence (-40 dB)
MARGIN = RATE // 100
WINDOW = RATE // 100


def spoken(word, voice, pitch, rate):
    """What eSpeak says, from -1 to 1, at 8 kHz."""
    said = subprocess.run(["espeak-ng", "-v", voice, "-s", str(rate), "-p", str(pitch), "--stdout", word],
                          check=True, capture_output=True).stdout
    # Its header tells no length, since it is written before the sound is there.
    with wave.open(io.BytesIO(said)) as file:
        assert file.getnchannels() == 1 and file.getsampwidth() == 2, (file.getnchannels(), file.getsampwidth())
        rate = file.getframerate()
    samples = numpy.frombuffer(said[44:len(said) // 2 * 2], dtype="<i2") / 32768
    common = gcd(RATE, rate)
    return resample_poly(samples, RATE // common, rate // common)


def trimmed(samples):
    """Without the silence before and after, but for a margin that is faded in and out."""
    energy = numpy.sqrt(numpy.convolve(samples ** 2, numpy.ones(WINDOW) / WINDOW, mode="same"))
    loud = numpy.flatnonzero(energy > QUIET * energy.max())
    clip = samples[max(0, loud[0] - MARGIN):loud[-1] + MARGIN].copy()
    fade = numpy.linspace(0, 1, MARGIN)
    clip[:MARGIN] *= fade
    clip[-MARGIN:] *= fade[::-1]
    return clip


def levelled(samples):
    gain = min(LEVEL / numpy.sqrt(numpy.mean(samples ** 2)), HIGHEST / numpy.abs(samples).max())
    return (numpy.round(samples * gain * 32768 / STEP) * STEP).astype("<i2")


def wav(samples):
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return out.getvalue()


def clips():
    for word in WORDS:
        for name, voice, pitch in VOICES:
            for take, (rate, more) in enumerate(TAKES):
                yield f"{word}_{name}_{take}.wav", wav(levelled(trimmed(spoken(word, voice, pitch + more, rate))))


def main(arguments):
    checking = arguments[:1] == ["--check"]
    if len(arguments) != 1 + checking:
        sys.exit(__doc__)
    version = subprocess.run(["espeak-ng", "--version"], check=True, capture_output=True, text=True).stdout
    if f": {VERSION} " not in version:
        sys.exit(f"this is {version.strip()}, expected {VERSION}: other versions speak otherwise")
    made = dict(clips())
    if checking:
        with zipfile.ZipFile(arguments[1]) as there:
            names = set(there.namelist())
            other = sorted(names ^ made.keys()) + [name for name in made if name in names and there.read(name) != made[name]]
        print(f"{len(other)} of {len(made)} clips differ", *other[:10])
        sys.exit(1 if other else 0)
    with zipfile.ZipFile(arguments[0], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
        for name, content in made.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            out.writestr(entry, content)
    seconds = sum(len(each) - 44 for each in made.values()) / 2 / RATE
    print(f"{len(made)} clips, {seconds:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
