"""Write the stored cases that the tests of pictures compare with.

    pip install pillow==13.0.0 numpy==2.4.6
    python src/test/cases/image_cases.py src/test/resources/vision/images.json

"files" holds small JPEG and PNG files and the levels that Pillow reads out of them, turned by their Exif tag, what shines through on
white; "sizes" what it makes of a picture with resize(..., BILINEAR). Bytes are written in base 64.
"""
import argparse
import base64
import io
import json
from importlib.metadata import version
from pathlib import Path

import numpy
from PIL import Image, ImageOps


def text(data):
    return base64.b64encode(data).decode()


def picture(width, height):
    """Slopes of colour, a disk with a hard edge, and fine stripes."""
    y, x = numpy.mgrid[:height, :width]
    levels = numpy.stack([255 * x / width, 255 * y / height, 255 - 255 * (x + y) / (width + height)], axis=2)
    levels[(x - width / 3) ** 2 + (y - height / 2) ** 2 < (height / 4) ** 2] = [220, 30, 40]
    levels[(x > 0.7 * width) & (x % 2 == 0)] = [10, 250, 20]
    return Image.fromarray(levels.astype(numpy.uint8))


def encoded(image, kind, **settings):
    out = io.BytesIO()
    image.save(out, kind, **settings)
    return out.getvalue()


def on_white(image):
    image = ImageOps.exif_transpose(image)
    if image.mode == "I;16":
        return Image.fromarray((numpy.asarray(image) >> 8).astype(numpy.uint8)).convert("RGB")
    if image.mode in ("LA", "RGBA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image.convert("RGB")


def files():
    base = picture(45, 31)
    fade = base.convert("RGBA")
    fade.putalpha(Image.fromarray(numpy.linspace(0, 255, 45 * 31).reshape(31, 45).astype(numpy.uint8)))
    cmyk = encoded(base.convert("CMYK"), "JPEG", quality=95)
    # The same blocks read as lightness and differences: Pillow writes no such file.
    adobe = cmyk.index(b"Adobe")
    ycck = cmyk[:adobe + 11] + b"\2" + cmyk[adobe + 12:]
    deep = Image.fromarray(numpy.linspace(0, 65535, 20 * 9).reshape(9, 20).astype(numpy.uint16))
    palette = base.quantize(16)
    made = {
        "grey.jpg": encoded(base.convert("L"), "JPEG", quality=90),
        "colour.jpg": encoded(base, "JPEG", quality=90),
        "colour-444.jpg": encoded(base, "JPEG", quality=95, subsampling=0),
        "progressive.jpg": encoded(base, "JPEG", quality=90, progressive=True),
        "rgb.jpg": encoded(base, "JPEG", quality=95, keep_rgb=True),
        "cmyk.jpg": cmyk,
        "ycck.jpg": ycck,
        "colour.png": encoded(base, "PNG"),
        "grey.png": encoded(base.convert("L"), "PNG"),
        "black-white.png": encoded(base.convert("1"), "PNG"),
        "grey-16.png": encoded(deep, "PNG"),
        "palette.png": encoded(palette, "PNG"),
        "palette-hole.png": encoded(palette, "PNG", transparency=3),
        "colour-hole.png": encoded(base, "PNG", transparency=(220, 30, 40)),
        "alpha.png": encoded(fade, "PNG"),
        "grey-alpha.png": encoded(fade.convert("LA"), "PNG"),
    }
    small = picture(16, 8)
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x112] = orientation
        exif[0x10f] = "a camera"
        made[f"exif-{orientation}.jpg"] = encoded(small, "JPEG", quality=95, subsampling=0, exif=exif)
    exif[0x112] = 6
    made["exif-6.png"] = encoded(small, "PNG", exif=exif)
    cases = []
    for name, data in made.items():
        levels = on_white(Image.open(io.BytesIO(data)))
        cases.append({"name": name, "file": text(data), "width": levels.width, "height": levels.height, "rgb": text(levels.tobytes())})
    return cases


def sizes():
    source = picture(53, 37)
    cases = []
    for width, height in [(53, 37), (24, 24), (106, 74), (100, 9), (7, 80), (1, 1), (53, 5), (52, 37), (200, 36), (50, 30), (24, 17),
                          (24, 16), (90, 40), (54, 38)]:
        cases.append({"width": width, "height": height, "rgb": text(source.resize((width, height), Image.Resampling.BILINEAR).tobytes())})
    return {"file": text(encoded(source, "PNG")), "cases": cases}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"by": f"Pillow {version('pillow')}", "files": files(), "sizes": sizes()}, indent=1) + "\n")
