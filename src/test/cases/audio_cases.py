"""Write the stored cases that the tests of sound compare with.

    pip install librosa==0.11.0 scipy==1.17.1 soundfile==0.14.0
    python src/test/cases/audio_cases.py src/test/resources/audio

files/ holds sound files that libsndfile (by soundfile) wrote in many formats, files.json the samples that it reads out of them.
features.json has librosa's log-mel features, cepstral coefficients and deltas of two of them, resampling.json SciPy's resample_poly,
griffin-lim.json librosa's Griffin and Lim: how near the magnitudes come, and how well powers are found again from mel energies.
"""
import argparse
import json
from importlib.metadata import version
from pathlib import Path

import librosa
import numpy
import scipy.signal
import soundfile

# The filter of org.unrolled.audio.Resampler: Kaiser's formulas for 80 dB over 64 samples to each side.
REACH, ATTENUATION = 64, 80
BETA = 0.1102 * (ATTENUATION - 8.7)
CUT = 1 - (ATTENUATION - 8) / 2.285 / (2 * numpy.pi * REACH) / 2


def sound(rng, rate, seconds):
    """Something like a vowel: harmonics of a voice that rises, a noise that comes and goes, and some silence at the end."""
    time = numpy.arange(int(rate * seconds)) / rate
    phase = 2 * numpy.pi * (120 * time + 60 * time ** 2)
    tone = sum(numpy.sin(n * phase) / n for n in range(1, 20) if n * 160 < rate / 2)
    noise = rng.standard_normal(len(time)) * numpy.sin(2 * numpy.pi * 5 * time) ** 2
    return (0.2 * tone + 0.05 * noise) * (time < 0.9 * seconds)


FILES = [("pcm-8.wav", "WAV", "PCM_U8", 1, None), ("pcm-16-stereo.wav", "WAV", "PCM_16", 2, None), ("pcm-24.wav", "WAV", "PCM_24", 1, None),
         ("pcm-32.wav", "WAV", "PCM_32", 1, None), ("float-32.wav", "WAV", "FLOAT", 2, None), ("float-64.wav", "WAV", "DOUBLE", 1, None),
         ("mu-law.wav", "WAV", "ULAW", 1, None), ("extensible-24.wav", "WAVEX", "PCM_24", 4, None),
         ("extensible-float.wav", "WAVEX", "FLOAT", 2, None), ("little.sph", "NIST", "PCM_16", 1, "LITTLE"),
         ("big-stereo.sph", "NIST", "PCM_16", 2, "BIG"), ("mu-law.sph", "NIST", "ULAW", 1, None)]


def files(folder, rng):
    cases = []
    for name, kind, subtype, channels, endian in FILES:
        samples = rng.uniform(-1, 1, (33, channels))
        samples[3], samples[4] = 1, -1
        soundfile.write(folder / name, samples, 22050, format=kind, subtype=subtype, endian=endian)
        read, rate = soundfile.read(folder / name, always_2d=True, dtype="float64")
        assert rate == 22050 and len(read) == 33
        cases.append({"name": name, "channels": read.T.tolist()})
    return cases


def rounded(matrix):
    return [[round(float(value), 5) for value in row] for row in matrix]


FEATURES = [
    {"sound": "speech-16k.wav", "windowLength": 400, "hop": 160, "fftSize": 512, "mels": 80, "low": 0, "high": 8000, "scale": "SLANEY",
     "preEmphasis": 0.97, "window": "HANN", "centred": True, "coefficients": 0},
    {"sound": "speech-8k.wav", "windowLength": 200, "hop": 80, "fftSize": 256, "mels": 40, "low": 0, "high": 4000, "scale": "SLANEY",
     "preEmphasis": 0.97, "window": "HAMMING", "centred": True, "coefficients": 0},
    {"sound": "speech-16k.wav", "windowLength": 400, "hop": 160, "fftSize": 512, "mels": 26, "low": 20, "high": 7600, "scale": "HTK",
     "preEmphasis": 0.95, "window": "HAMMING", "centred": False, "coefficients": 0},
    {"sound": "speech-8k.wav", "windowLength": 160, "hop": 120, "fftSize": 160, "mels": 23, "low": 64, "high": 4000, "scale": "HTK",
     "preEmphasis": 0, "window": "RECTANGULAR", "centred": True, "coefficients": 0},
    {"sound": "speech-16k.wav", "windowLength": 320, "hop": 160, "fftSize": 512, "mels": 40, "low": 0, "high": 8000, "scale": "HTK",
     "preEmphasis": 0.97, "window": "HAMMING", "centred": True, "coefficients": 13},
    {"sound": "speech-8k.wav", "windowLength": 256, "hop": 64, "fftSize": 256, "mels": 32, "low": 100, "high": 3800, "scale": "SLANEY",
     "preEmphasis": 0, "window": "HANN", "centred": False, "coefficients": 20},
]
WINDOWS = {"HANN": "hann", "HAMMING": "hamming", "RECTANGULAR": "boxcar"}
FLOOR = 1e-10


def log_mel(samples, rate, case):
    if case["preEmphasis"]:
        samples = librosa.effects.preemphasis(samples, coef=case["preEmphasis"], zi=numpy.zeros(1))
    htk = case["scale"] == "HTK"
    mel = librosa.feature.melspectrogram(
        y=samples, sr=rate, n_fft=case["fftSize"], hop_length=case["hop"], win_length=case["windowLength"], window=WINDOWS[case["window"]],
        center=case["centred"], pad_mode="constant", power=2.0, n_mels=case["mels"], fmin=case["low"], fmax=case["high"], htk=htk,
        norm=None if htk else "slaney")
    return numpy.log(numpy.maximum(mel, FLOOR))


def feature_cases(folder):
    cases = []
    for case in FEATURES:
        samples, rate = soundfile.read(folder / case["sound"], dtype="float64")
        features = log_mel(samples, rate, case)
        answer = {"sampleRate": rate, "features": rounded(features.T)}
        if case["coefficients"]:
            features = librosa.feature.mfcc(S=features, n_mfcc=case["coefficients"], dct_type=2, norm="ortho")
            # Order 1 for both: librosa's order=2 fits a parabola, speech recognisers take the slope of the slopes.
            once = librosa.feature.delta(features, width=9, mode="nearest")
            twice = librosa.feature.delta(once, width=9, mode="nearest")
            answer["features"] = rounded(numpy.vstack([features, once, twice]).T)
        cases.append({"name": f"{case['sound']}, {case['mels']} mels {case['scale']}, {case['coefficients']} coefficients"} | case | answer)
    return cases


def resampling_cases(folder):
    samples, _ = soundfile.read(folder / "speech-8k.wav", dtype="float64")
    cases = []
    for source, target in ((8000, 16000), (16000, 8000), (11025, 16000), (44100, 16000), (16000, 22050), (96000, 16000), (48000, 44100)):
        divisor = numpy.gcd(source, target)
        up, down = int(target // divisor), int(source // divisor)
        taps = scipy.signal.firwin(2 * REACH * max(up, down) + 1, CUT / max(up, down), window=("kaiser", BETA))
        ours = scipy.signal.resample_poly(samples, up, down, window=taps)
        theirs = scipy.signal.resample_poly(samples, up, down)
        every = slice(0, None, 11)
        cases.append({"name": f"{source} to {target}", "from": source, "to": target, "length": len(ours), "every": 11,
                      "sameFilter": rounded([ours[every]])[0], "ownFilter": rounded([theirs[every]])[0]})
    return cases


def convergence(magnitudes, samples, settings):
    got = numpy.abs(librosa.stft(samples, **settings))
    return float(numpy.linalg.norm(got - magnitudes) / numpy.linalg.norm(magnitudes))


def griffin_lim_cases(folder):
    samples, rate = soundfile.read(folder / "speech-8k.wav", dtype="float64")
    settings = {"n_fft": 256, "hop_length": 64, "win_length": 256, "window": "hann", "center": True, "pad_mode": "constant"}
    magnitudes = numpy.abs(librosa.stft(samples, **settings))
    cases = []
    for momentum in (0.0, 0.99):
        for steps in (1, 4, 16, 64):
            found = librosa.griffinlim(magnitudes, n_iter=steps, momentum=momentum, init=None, length=len(samples), **settings)
            guesses = [librosa.griffinlim(magnitudes, n_iter=steps, momentum=momentum, init="random", random_state=seed,
                                          length=len(samples), **settings) for seed in range(5)]
            cases.append({"name": f"momentum {momentum}, {steps} steps", "momentum": momentum, "iterations": steps,
                          "convergence": convergence(magnitudes, found, settings),
                          "fromRandom": [convergence(magnitudes, guess, settings) for guess in guesses]})
    filters = librosa.filters.mel(sr=rate, n_fft=256, n_mels=40, htk=False, norm="slaney").astype(float)
    mel = filters @ magnitudes ** 2
    found = librosa.feature.inverse.mel_to_stft(mel, sr=rate, n_fft=256, power=2.0)
    cases.append({"name": "inverse of 40 mels", "melError": float(numpy.linalg.norm(filters @ found ** 2 - mel) / numpy.linalg.norm(mel)),
                  "magnitudeError": float(numpy.linalg.norm(found - magnitudes) / numpy.linalg.norm(magnitudes))})
    return cases


def save(folder, name, content):
    head, cases = {key: value for key, value in content.items() if key != "cases"}, content["cases"]
    # One value a line within a case: short files, readable differences.
    lines = ["{" + ",\n  ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in case.items()) + "}" for case in cases]
    (folder / f"{name}.json").write_text(json.dumps(head)[:-1] + ', "cases": [\n ' + ",\n ".join(lines) + "\n]}\n", encoding="utf-8")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("folder", type=Path)
    folder = arguments.parse_args().folder
    sounds = folder / "files"
    sounds.mkdir(parents=True, exist_ok=True)
    versions = {name: version(name) for name in ("librosa", "scipy", "soundfile")} | {"libsndfile": soundfile.__libsndfile_version__}
    rng = numpy.random.default_rng(1)
    soundfile.write(sounds / "speech-16k.wav", sound(rng, 16000, 0.25), 16000, subtype="PCM_16")
    soundfile.write(sounds / "speech-8k.wav", sound(rng, 8000, 0.3), 8000, subtype="PCM_16")
    save(folder, "files", versions | {"cases": files(sounds, rng)})
    save(folder, "features", versions | {"cases": feature_cases(sounds)})
    save(folder, "resampling", versions | {"cases": resampling_cases(sounds)})
    save(folder, "griffin-lim", versions | {"cases": griffin_lim_cases(sounds)})


if __name__ == "__main__":
    main()
