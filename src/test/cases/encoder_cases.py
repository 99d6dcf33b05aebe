"""Write the features that the test of pretrained encoders compares with.

    pip install onnxruntime==1.32.0 pillow==13.0.0 numpy==2.4.6
    python src/test/cases/encoder_cases.py FOLDER-OF-MODELS src/test/resources/vision/encoders.json

The pictures are the PNG files of images.json, stretched by Pillow. Of a map of features, its mean over all places is stored.
"""
import argparse
import base64
import hashlib
import io
import json
from importlib.metadata import version
from pathlib import Path

import numpy
import onnxruntime
from PIL import Image

NETWORKS = [("efficientnet-lite0.onnx", 224, False, [127] * 3, 128), ("squeezenet1.1.onnx", 227, True, [103.939, 116.779, 123.68], 1)]


def features(session, image, side, bgr, mean, deviation):
    levels = numpy.asarray(image.resize((side, side), Image.Resampling.BILINEAR)).astype(numpy.float32)
    scaled = ((levels[:, :, ::-1] if bgr else levels) - numpy.array(mean, numpy.float32)) / numpy.float32(deviation)
    result = session.run(["features"], {session.get_inputs()[0].name: scaled.transpose(2, 0, 1)[None]})[0][0]
    return [round(float(value), 6) for value in result.mean(axis=(1, 2))]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", type=Path)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    # Of one size the network sees the same levels in both; where sizes differ, resizing may differ by a level here and there.
    pictures = [each for each in json.loads(arguments.file.with_name("images.json").read_text())["files"] if each["name"] in
                ("colour.png", "grey.png", "palette.png")]
    cases = []
    for name, *settings in NETWORKS:
        session = onnxruntime.InferenceSession(arguments.models / name)
        for each in pictures:
            image = Image.open(io.BytesIO(base64.b64decode(each["file"]))).convert("RGB")
            cases.append({"network": name, "sha256": hashlib.sha256((arguments.models / name).read_bytes()).hexdigest(),
                          "picture": each["name"], "global": features(session, image, *settings)})
    arguments.file.write_text(json.dumps({"by": f"ONNX Runtime {version('onnxruntime')}", "cases": cases}) + "\n")
