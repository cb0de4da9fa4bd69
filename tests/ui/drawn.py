# SPDX-License-Identifier: GPL-3.0-or-later
"""Pages drawn by three programs that are not ours, compared pixel by pixel."""
import glob
import os
import subprocess
import tempfile

from harness import Failure
from PIL import Image, ImageChops

DPI = 72
# Of 255: what one program smooths otherwise than another stays below it, a mark does not.
OTHER = 96


def draw(path, cropped=False):
    """Returns {program: [page, …]} of @path; what is shown of a page and no more when @cropped."""
    pages = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, command in (("poppler", ["pdftoppm", *(["-cropbox"] if cropped else []), "-r", str(DPI), path, os.path.join(folder, "poppler")]),
                              ("mupdf", ["mutool", "draw", "-q", "-r", str(DPI), "-o", os.path.join(folder, "mupdf%d.ppm"), path]),
                              ("ghostscript", ["gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=ppmraw", f"-r{DPI}",
                                               *(["-dUseCropBox"] if cropped else []), "-dTextAlphaBits=4", "-dGraphicsAlphaBits=4",
                                               "-sOutputFile=" + os.path.join(folder, "ghostscript%d.ppm"), path])):
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            pages[name] = [Image.open(file).convert("RGB") for file in sorted(glob.glob(os.path.join(folder, name + "*.ppm")), key=lambda file: (len(file), file))]
    return pages


def share(a, b):
    """Of the pixels, how many of @b are clearly other than those of @a."""
    size = (min(a.width, b.width), min(a.height, b.height))
    if abs(a.width - b.width) > 2 or abs(a.height - b.height) > 2:
        raise Failure(f"a page of {a.size} and one of {b.size}")
    parts = ImageChops.difference(a.crop((0, 0, *size)), b.crop((0, 0, *size))).split()
    most = ImageChops.lighter(ImageChops.lighter(parts[0], parts[1]), parts[2]).histogram()
    return sum(most[OTHER:]) / (size[0] * size[1])


def is_marked(drawn, bare):
    return {program: share(drawn[program][0], bare[program][0]) for program in drawn}


def compare(drawn):
    """@drawn: what draw() said of the copy, of the one with the marks drawn into its pages, and of the original. The copy shows the
    marks in every program, the same as the other copy, and about the same in all."""
    court, flat, bare = drawn["court.pdf"], drawn["flat.pdf"], drawn["bare.pdf"]
    for program, marked in is_marked(court, bare).items():
        same = share(court[program][0], flat[program][0])
        print(f"# {program}: {marked:.2%} of the page is marked; drawn into it, {same:.3%} is otherwise", flush=True)
        if not 0.002 < marked < 0.1:
            raise Failure(f"{program} shows the marks on {marked:.2%} of the page")
        if same > 0.002:
            raise Failure(f"{program} shows the marks otherwise when they are drawn into the page: {same:.2%}")
    for a, b in (("poppler", "mupdf"), ("poppler", "ghostscript"), ("mupdf", "ghostscript")):
        # What the marks add to what the two make of the words anyway.
        plain, marked = share(bare[a][0], bare[b][0]), share(court[a][0], court[b][0])
        print(f"# {a} and {b}: {marked:.2%} of the pixels differ with the marks, {plain:.2%} without", flush=True)
        if marked - plain > 0.003:
            raise Failure(f"{a} and {b} show the marks differently: {marked:.2%}, {plain:.2%} without them")
