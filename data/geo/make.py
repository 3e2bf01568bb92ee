#!/usr/bin/env python3
"""Makes `departments.tsv`: outlines of departments as SVG path data, metropolitan France in Lambert-93, the overseas ones
and Paris with its neighbours in frames of their own. Reads two GeoJSON files in degrees, already simplified with
shared borders kept:

    mapshaper departements-avec-outre-mer.geojson -simplify visvalingam weighted 3% keep-shapes -clean \
        -o precision=0.0001 coarse.geojson
    mapshaper departements-avec-outre-mer.geojson -simplify visvalingam weighted 15% keep-shapes -clean \
        -o precision=0.0001 fine.geojson
    ./make.py coarse.geojson fine.geojson > departments.tsv
"""
import json
import math
import sys

WIDTH, HEIGHT = 1000, 1000
# Frame of the map for metropolitan France, and frames of the others: x, y, width, height.
METROPOLIS = (90, 0, 910, 900)
FRAMES = {
    "971": (0, 560, 110, 100), "972": (0, 672, 110, 100), "973": (0, 784, 110, 100),
    "974": (0, 896, 110, 100), "976": (122, 896, 110, 100),
}
PARIS = ("75", "92", "93", "94")
PARIS_FRAME = (0, 40, 150, 150)


def lambert93(longitude, latitude):
    """Metres east and south, EPSG:2154 (on the GRS80 ellipsoid)."""
    a, e = 6378137.0, 0.0818191910428158
    def isometric(angle):
        sine = e * math.sin(angle)
        return math.log(math.tan(math.pi / 4 + angle / 2) * ((1 - sine) / (1 + sine)) ** (e / 2))
    first, second, origin = math.radians(44), math.radians(49), math.radians(46.5)
    normal = lambda angle: a / math.sqrt(1 - (e * math.sin(angle)) ** 2)
    n = math.log(normal(second) * math.cos(second) / (normal(first) * math.cos(first))) / (isometric(first) - isometric(second))
    c = normal(first) * math.cos(first) / n * math.exp(n * isometric(first))
    radius = c * math.exp(-n * isometric(math.radians(latitude)))
    angle = n * math.radians(longitude - 3)
    return radius * math.sin(angle), radius * math.cos(angle) - c * math.exp(-n * isometric(origin))


def flat(longitude, latitude):
    """Metres east and south near the place: good enough for one island."""
    return longitude * math.cos(math.radians(latitude)) * 111320, -latitude * 110574


def rings(feature):
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def fit(features, project, frame):
    """The rings of each feature in the frame, scale kept, in the middle."""
    projected = {f["properties"]["code"]: [[project(*point[:2]) for point in ring] for ring in rings(f)] for f in features}
    points = [point for rings_ in projected.values() for ring in rings_ for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    x, y, width, height = frame
    scale = min(width / (right - left), height / (bottom - top))
    dx = x + (width - scale * (right - left)) / 2
    dy = y + (height - scale * (bottom - top)) / 2
    place = lambda point: (dx + (point[0] - left) * scale, dy + (point[1] - top) * scale)
    return {code: [[place(point) for point in ring] for ring in rings_] for code, rings_ in projected.items()}


def path(rings_):
    """Relative lines between whole half units; rings too small to see are left out, but never all of a department."""
    parts = []
    for ring in rings_:
        points = [(round(2 * x), round(2 * y)) for x, y in ring]
        points = [point for index, point in enumerate(points) if index == 0 or point != points[index - 1]]
        if points and points[0] == points[-1]:
            points.pop()
        if len(points) < 3:
            continue
        area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1]))) / 2
        parts.append((area, points))
    largest = max(area for area, _ in parts)
    text = ""
    for area, points in parts:
        if area < 12 and area < largest:
            continue
        text += f"M{points[0][0]} {points[0][1]}l"
        steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in zip(points, points[1:])]
        text += " ".join(steps).replace(" -", "-") + "z"
    return text


def main():
    coarse, fine = ({f["properties"]["code"]: f for f in json.load(open(name))["features"]} for name in sys.argv[1:3])
    metropolis = [f for code, f in coarse.items() if code not in FRAMES]
    print("# code\tframe\tpath in half units of a square of", WIDTH)
    for code, rings_ in sorted(fit(metropolis, lambert93, METROPOLIS).items()):
        print(f"{code}\tmain\t{path(rings_)}")
    for code, rings_ in sorted(fit([fine[code] for code in PARIS], lambert93, PARIS_FRAME).items()):
        print(f"{code}\tparis\t{path(rings_)}")
    for code, frame in FRAMES.items():
        print(f"{code}\tisland\t{path(fit([fine[code]], flat, frame)[code])}")


main()
