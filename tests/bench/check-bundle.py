#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check-bundle.py FILE.pdf [--json] [--faulty-streams]

Reads a finished bundle with programs that did not write it. qpdf finds nothing to complain about (with --faulty-streams:
nothing but streams that came broken). mutool reads each page's stamp: its text is the page's label and the page's number, it
stands upright 20 points of A4 paper from the lower right corner, and prints at 12 points or more; where mutool cannot draw a
page, pdftotext reads text and place. Each line of the index that can be clicked leads to the page whose number it prints, the
same page as the entry of the outline with its title. Exits with 1 when one of these is not so.
"""
import argparse
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

A4 = (595.276, 841.89)
MARGIN = 20.0
SMALLEST = 12.0
problems = []


def problem(text):
    problems.append(text)


def output(*argv, ok=(0, 3)):
    done = subprocess.run(argv, capture_output=True, check=False)
    if done.returncode not in ok:
        problem("%s ended with %d: %s" % (argv[0], done.returncode, done.stderr.decode(errors="replace").strip()[-300:]))
    return done


# --- Labels and links, from qpdf ------------------------------------------------------------------------------


# Behind the title of an entry of the index.
PAGES = r" \([\d–, ]+\)$"


class Bundle:
    def __init__(self, path):
        data = json.loads(output("qpdf", "--json=2", path).stdout.decode(errors="replace"))
        self.objects = data["qpdf"][1]
        self.pages = [page["object"] for page in data["pages"]]
        self.numbers = {ref: number for number, ref in enumerate(self.pages, 1)}
        self.outline = data["outlines"]
        self.labels = self.make_labels(data["pagelabels"])

    def value(self, thing):
        return self.objects.get("obj:" + thing, {}).get("value") if isinstance(thing, str) and re.fullmatch(r"\d+ \d+ R", thing) else thing

    def make_labels(self, ranges):
        """What a reader shows for each page; only decimal labels are known here, others become None."""
        labels = [None] * len(self.pages)
        for this, following in zip(ranges, ranges[1:] + [{"index": len(self.pages)}]):
            rule = this["label"]
            for index in range(this["index"], following["index"]):
                if rule.get("/S") == "/D":
                    prefix = rule.get("/P", "u:")[2:]
                    labels[index] = prefix + str(rule.get("/St", 1) + index - this["index"])
        return labels

    def links(self, number):
        """(rectangle from the lower left corner, target page) of the links of one page."""
        found = []
        for annotation in self.value(self.value(self.pages[number - 1]).get("/Annots")) or []:
            annotation = self.value(annotation)
            if annotation.get("/Subtype") == "/Link":
                target = self.value(annotation.get("/Dest"))
                found.append((self.value(annotation["/Rect"]), self.numbers.get(target[0]) if isinstance(target, list) else None))
        return found

    def entries(self):
        """(title without its pages, page) of all of the outline, top first. What a document brought along has no pages behind its title."""
        found = []

        def walk(nodes):
            for node in nodes:
                if not re.search(PAGES, node["title"]):
                    continue
                found.append((re.sub(PAGES, "", node["title"]), node["destpageposfrom1"]))
                walk(node["kids"])

        walk(self.outline)
        return found


# --- Pages as mutool sees them --------------------------------------------------------------------------------


# mutool writes what a font is called and what a page says as they come, also letters that XML cannot hold.
FORBIDDEN = re.compile("&#x?(?:[01]?[0-9a-f]|d[89ab][0-9a-f]{2}|fff[ef]);|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", re.I)
FONT_NAME = re.compile(r'<font name=".*" size=')


def read_pages(path, first, last):
    """Yields the stext node of each page until mutool gives up."""
    process = subprocess.Popen(["mutool", "draw", "-q", "-F", "stext", path, "%d-%d" % (first, last)], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, encoding="utf-8", errors="replace")
    lines = []
    for line in process.stdout:
        if line.startswith("<page"):
            lines = []
        lines.append(FONT_NAME.sub("<font size=", FORBIDDEN.sub("?", line)))
        if line.startswith("</page>"):
            yield ET.fromstring("".join(lines))
    process.wait()


def each_page(path, first, last):
    """Yields (number, stext node or None): None for a page at which mutool gives up. It then goes on behind it."""
    while first <= last:
        for node in read_pages(path, first, last):
            yield first, node
            first += 1
        if first <= last:
            yield first, None
            first += 1


def ends(page, label):
    """Where @label stands at the end of a run of letters: (left, right, base line, size, direction)."""
    for line in page.iter("line"):
        direction = [float(v) for v in line.get("dir").split()]
        for font in line.iter("font"):
            letters = list(font.iter("char"))
            if "".join(c.get("c") for c in letters[-len(label):]) != label:
                continue
            quads = [[float(v) for v in c.get("quad").split()] for c in letters[-len(label):]]
            xs = [x for quad in quads for x in quad[0::2]]
            yield min(xs), max(xs), float(letters[-1].get("y")), float(font.get("size")), direction


def judge(page, label):
    """Returns (how far the best candidate is from its place in points of paper, why it is wrong or "")."""
    width, height = float(page.get("width")), float(page.get("height"))
    fit = min(A4[0] / min(width, height), A4[1] / max(width, height))
    point = 1 / min(fit, 1)  # a large page prints smaller, so all is larger on it; a small one prints as it is
    best = None
    for left, right, base, size, direction in ends(page, label):
        off = max(abs(width - MARGIN * point - right), abs(height - MARGIN * point - base)) / point
        if best is None or off < best[0]:
            best = (off, left, right, base, size, direction)
    if best is None:
        return None, "no stamp “%s”" % label
    off, left, right, base, size, direction = best
    if abs(direction[0] - 1) > 1e-3 or abs(direction[1]) > 1e-3:
        return off, "it is turned: %s" % direction
    if left < -0.01 or right > width + 0.01 or base < 0 or base > height + 0.01:
        return off, "it lies outside of %.0f×%.0f" % (width, height)
    if size * fit < SMALLEST - 0.01:
        return off, "it prints at %.1f points at most on a page of %.0f×%.0f" % (size * fit, width, height)
    # On a page with hardly room for a stamp it stands nearer to the corner.
    if off > 0.75 and not (right >= width - MARGIN * point and base >= height - MARGIN * point and min(width, height) < 90):
        return off, "it stands %.1f points from its place on a page of %.0f×%.0f" % (off, width, height)
    return off, ""


def judge_by_pdftotext(path, number, label):
    """For a page that mutool cannot draw: a second program looks for the stamp. It tells place, not angle."""
    text = output("pdftotext", "-bbox", "-f", str(number), "-l", str(number), path, "-").stdout.decode(errors="replace")
    size = re.search(r'<page width="([\d.]+)" height="([\d.]+)"', text)
    if not size:
        return "neither mutool nor pdftotext reads it"
    width, height = float(size.group(1)), float(size.group(2))
    point = 1 / min(A4[0] / min(width, height), A4[1] / max(width, height), 1)
    for box in re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">%s<' % re.escape(label), text):
        left, top, right, bottom = map(float, box)
        if abs(width - MARGIN * point - right) <= point and top <= height - MARGIN * point <= bottom and right - left > 0:
            return ""
    return "no stamp “%s” for pdftotext, and mutool gives up" % label


def check_stamps(path, bundle):
    good, farthest, by_other = 0, 0, 0
    for number, page in each_page(path, 1, len(bundle.pages)):
        label = bundle.labels[number - 1]
        off = None
        if label is None:
            wrong = "it has no label"
        elif page is None:
            wrong = judge_by_pdftotext(path, number, label)
            by_other += not wrong
        else:
            off, wrong = judge(page, label)
            good += not wrong
        if wrong:
            problem("page %d: %s" % (number, wrong))
        elif off is not None and off <= 0.75:
            farthest = max(farthest, off)
    return dict(stamps_right=good, stamps_right_by_pdftotext=by_other, farthest_from_place=round(farthest, 2))


def check_index(path, bundle):
    entries = bundle.entries()
    if not entries or entries[0][1] != 1:
        problem("the outline does not begin with the index")
        return dict(index_lines=0, index_lines_right=0)
    first = entries[1][1] if len(entries) > 1 else len(bundle.pages) + 1
    expected = entries[1:]
    lines = right = 0
    for number, page in each_page(path, 1, first - 1):
        if page is None:
            continue
        height = float(page.get("height"))
        printed = [([float(v) for v in line.get("bbox").split()], "".join(c.get("c") for c in line.iter("char")))
                   for line in page.iter("line")]
        for rectangle, target in bundle.links(number):
            left, low, right_edge, high = rectangle
            inside = [(box, text) for box, text in printed
                      if box[0] >= left - 2 and box[2] <= right_edge + 2 and height - high - 2 <= (box[1] + box[3]) / 2 <= height - low + 2]
            numbers = re.findall(r"\d+", max(inside, key=lambda item: item[0][2])[1]) if inside else []
            shown = int(numbers[0]) if numbers else None
            title, page_number = expected[lines] if lines < len(expected) else ("?", None)
            lines += 1
            if shown is not None and shown == target == page_number:
                right += 1
            else:
                problem("line %d of the index (page %d) prints %s, leads to %s; the outline has %s" %
                        (lines, number, shown, target, page_number))
            # An exhibit stands before the title in the outline, and in a column of its own in the index.
            words = re.sub(r"\s", "", "".join(text for _, text in inside))
            if not all(word in words for word in title.split()[:3]):
                problem("line %d of the index says %r where the outline says %r" % (lines, words[:60], title[:60]))
    if lines != len(expected):
        problem("the index has %d lines, the outline %d" % (lines, len(expected)))
    return dict(index_pages=first - 1, index_lines=lines, index_lines_right=right)


def check_syntax(path, faulty_streams):
    done = output("qpdf", "--check", path, ok=(0, 2, 3))
    text = (done.stdout + done.stderr).decode(errors="replace")
    complaints = [line for line in text.splitlines() if re.search(r"WARNING|ERROR", line, re.I) and not re.match("qpdf: |No syntax|errors that", line)]
    # Received streams are copied as they came; what is wrong inside one is wrong in the original too.
    of_streams = re.compile(r"stream|\(content, offset|treating|dictionary has duplicated|Decoder|codec|parsing failed", re.I)
    other = [line for line in complaints if not of_streams.search(line)]
    if complaints and not faulty_streams:
        problem("qpdf --check complains: %s" % complaints[:3])
    elif other:
        problem("qpdf --check complains of more than streams: %s" % other[:3])
    return dict(qpdf_check=done.returncode, complaints=len(complaints))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--faulty-streams", action="store_true")
    options = parser.parse_args()
    bundle = Bundle(options.file)
    figures = dict(pages=len(bundle.pages), labels_equal_to_page=sum(label == str(n) for n, label in enumerate(bundle.labels, 1)))
    if figures["labels_equal_to_page"] != figures["pages"]:
        problem("labels differ from the place in the file")
    figures.update(check_syntax(options.file, options.faulty_streams))
    figures.update(check_stamps(options.file, bundle))
    figures.update(check_index(options.file, bundle))
    figures["problems"] = problems
    if options.json:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        print("pages                                   %d" % figures["pages"])
        print("labels equal to the place in the file   %d" % figures["labels_equal_to_page"])
        print("stamps right in text, place and angle   %d (at most %.2f points off)" %
              (figures["stamps_right"], figures["farthest_from_place"]))
        print("stamps in their place by pdftotext      %d (where mutool gives up)" % figures["stamps_right_by_pdftotext"])
        print("lines of the index that lead rightly    %d of %d" % (figures["index_lines_right"], figures["index_lines"]))
        print("qpdf --check                            exit %d, %d complaints" % (figures["qpdf_check"], figures["complaints"]))
        for text in problems[:40]:
            print("PROBLEM", text)
        print("%d problems" % len(problems))
    sys.exit(1 if problems else 0)


main()
