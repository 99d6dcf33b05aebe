"""Files and folders that are never seen half done."""

import contextlib
import hashlib
import os
import shutil
import stat
import zipfile
from pathlib import Path

from launcher.telling import Problem


def hash_of(*inputs):
    """A hash of strings, files and whole folders; a file that does not exist counts as absent."""
    digest = hashlib.sha256()
    for item in inputs:
        if isinstance(item, Path):
            files = sorted(p for p in item.rglob("*") if p.is_file()) if item.is_dir() else [item]
            for file in files:
                digest.update(os.fsencode(file))
                digest.update(hashlib.sha256(file.read_bytes()).digest() if file.is_file() else b"absent")
        else:
            digest.update(str(item).encode("utf-8", "surrogateescape"))
        digest.update(b"\0")
    return digest.hexdigest()


def write_atomically(path, text, mode=0o666):
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        temporary.touch(mode)
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def remove(path):
    """Removes a file or folder; read-only files inside it don't stand in the way."""

    def make_writable(function, name, _):
        os.chmod(name, stat.S_IWRITE)
        function(name)

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, onerror=make_writable)
    else:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


def replace_folder(new, target):
    """Puts the finished folder `new` where `target` is; at no moment is a half-made one there."""
    old = target.with_name(target.name + ".old")
    remove(old)
    if target.exists():
        os.replace(target, old)
    os.replace(new, target)
    remove(old)


def unpack(archive, folder):
    """Unpacks a zip whose entries all stay inside `folder`."""
    inside = folder.resolve()
    with zipfile.ZipFile(archive) as pack:
        for entry in pack.infolist():
            if inside not in (inside / entry.filename).resolve().parents:
                raise Problem(f"{archive.name} holds the entry '{entry.filename}', which lies outside its folder.")
        pack.extractall(inside)
