"""What the table shows: label, target, where Vigie's figure is found, and the peers' figure it is compared with."""

import re
from dataclasses import dataclass, field
from typing import Callable


@dataclass(frozen=True)
class Unit:
    """How a value is shown; values are in seconds, bytes, or a number a second."""

    steps: tuple

    def show(self, value):
        factor, name = next((step for step in self.steps if abs(value) >= step[0]), self.steps[-1])
        scaled = value / factor
        digits = 0 if scaled >= 100 else 1 if scaled >= 10 else 2
        return f"{scaled:,.{digits}f} {name}"


TIME = Unit(((1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")))
LINES = Unit(((1e6, "M lines/s"), (1, "lines/s")))
REQUESTS = Unit(((1, "requests/s"),))
REPORTS = Unit(((1, "reports/s"),))
BYTES = Unit(((1, "B"),))
MEMORY = Unit(((1 << 30, "GiB"), (1 << 20, "MiB"), (1, "B")))


@dataclass(frozen=True)
class Figure:
    """One row. `pattern` finds Vigie's figure by its name; `limit` is the target as a number; `times` says how many times
    better than an engine Vigie is to be."""

    label: str
    unit: Unit
    pattern: str
    target: str | None = None
    limit: float | None = None
    times: dict = field(default_factory=dict)
    more_is_better: bool = False
    of_peer: Callable | None = None
    quoted: float | None = None

    def found(self, own):
        """The name of Vigie's figure, or nothing if it was not measured."""
        return next((name for name in own if re.search(self.pattern, name)), None)

    def measured(self, own):
        figure = own.get(self.found(own))
        return None if figure is None else figure["measured"] * factor(figure["unit"])

    def limit_in(self, own):
        """The limit; one that depends on what was sent is told by Vigie itself."""
        figure = own.get(self.found(own))
        if self.limit is not None or figure is None or not figure.get("target"):
            return self.limit
        return next(iter(figure["target"].values())) * factor(figure["unit"])


def own_figures(vigie):
    """Vigie's figures by name; one that begins with "…" belongs to the figure before it."""
    own, before = {}, ""
    for figure in vigie.get("figures", []):
        name = figure["name"]
        if name.startswith("…"):
            name = f"{before} {name}"
        else:
            before = name
        own[name] = figure
    return own


def factor(unit):
    """From a unit as Vigie names it to seconds, bytes, or a number a second."""
    factors = {"ms": 1e-3, "µs": 1e-6, "ns": 1e-9, "kB": 1e3, "MB": 1e6, "GB": 1e9, "KiB": 1 << 10, "MiB": 1 << 20}
    return next((factors[word] for word in unit.split() if word in factors), 1)


# --- the peers' figures: the better of one and two threads, so that no engine is held back by our choice ---


def runs_of(steps, name):
    return [run for run in steps.get(name, {}).values() if isinstance(run, dict) and "error" not in run]


def lines_per_cpu_second(steps):
    return max((run["lines"] / run["cpu_seconds"] for run in runs_of(steps, "read")), default=None)


def lines_per_cpu_second_loaded(steps):
    load = steps.get("load", {})
    return load["lines"] / load["cpu_seconds"] if load.get("cpu_seconds") else None


def quickest(source, question):
    """The quickest run, as Vigie's own figure is: what disturbs a run only ever makes it slower."""

    def of_peer(steps):
        return min((run["quickest_wall_seconds"] for run in runs_of(steps, f"{source}:{question}")), default=None)

    return of_peer


def bytes_per_line_of_table(steps):
    load = steps.get("load", {})
    return load["bytes_on_disk"] / load["lines"] if load.get("lines") else None


# --- the rows ---

BOTH = ("duckdb", "chdb")


def question(label, name, pattern, with_target=False):
    """A question, twice: beside the engines' scan of all lines, and beside their pre-aggregated table."""

    def row(how, source, times):
        goal = f"≥ {times:,}x" if with_target else None
        required = dict.fromkeys(BOTH, times) if with_target else {}
        return Figure(f"{label}; engines: {how}", TIME, pattern, goal, None, required, of_peer=quickest(source, name))

    return [row("scan of all lines", "scan", 1000), row("pre-aggregated table", "aggregated", 3)]


FIGURES = [
    Figure("lines per CPU second: Vigie takes them in (HTTP, check, positions, durable journal); engines only read them",
           LINES, r"^intake.*CPU second", "≥ 10 M, ≥ 2x DuckDB", 10e6, {"duckdb": 2}, more_is_better=True,
           of_peer=lines_per_cpu_second),
    Figure("lines per CPU second: the same; engines load them, sorted by pack, into a table of their own",
           LINES, r"^intake.*CPU second", more_is_better=True, of_peer=lines_per_cpu_second_loaded),
    Figure("memory at the end", MEMORY, r"^memory at the end$", "≤ 12 B a cell + 300 MB"),
    Figure("journal on disk, a line; engines: their sorted table", BYTES, r"^journal on disk", "≤ 2.5 B", 2.5,
           of_peer=bytes_per_line_of_table),
    Figure("day file on disk, a line; engines: their sorted table", BYTES, r"^day file on disk", "≤ 2 B", 2,
           of_peer=bytes_per_line_of_table),
    Figure("national cover of all packs, pharmacies", TIME, r"^national cover[^…]*$", "≤ 0.1 ms", 1e-4),
    *question("national cover of all packs, Vigie: in each of the five tiers, engines: over all tiers", "cover_all",
              r"^national cover.*five tiers", with_target=True),
    *question("one pack by department", "cover_department", r"^one pack by department, from memory"),
    *question("100 packs with the most empty sites", "most_empty", r"most empty sites"),
    Figure("GET /packs/{cip13}/stock?by=department, 64 connections, a core", REQUESTS, r"^stock of a pack[^…]*$", "≥ 20,000",
           20_000, more_is_better=True),
    Figure("… 99th percentile", TIME, r"^stock of a pack.*p99", "≤ 10 ms", 0.010),
    Figure("one year of one pack by department from history", TIME, r"\byear\b", "≤ 20 ms", 0.020),
    Figure("reports of 50 changed lines, durable, a core, with 1 million cells", REPORTS, r"^50-line.*million", "≥ 5,000", 5000,
           more_is_better=True),
    Figure("… with all cells", REPORTS, r"^50-line.*all cells", "≥ 5,000", 5000, more_is_better=True),
    Figure("restart to ready, after kill -9, CPU", TIME, r"^restart.*kill", "≤ 5 s", 5),
    Figure("restart to ready, from a snapshot, CPU", TIME, r"^restart.*snapshot", "≤ 5 s", 5),
]

QUOTED = [
    Figure("release of the BDPM read, checked, indexed, CPU", TIME, r"^catalogue of a release(?!.*memory)", "≤ 0.5 s", 0.5,
           quoted=0.65),
    Figure("… memory", MEMORY, r"^catalogue.*memory", "≤ 60 MiB", 60 << 20, quoted=85 << 20),
    Figure("GET /medicines/{cis}, server CPU a request", TIME, r"^medicine by[^…]*$", "≤ 20 µs", 20e-6, quoted=30e-6),
    Figure("… 99th percentile, 16 connections", TIME, r"^medicine by.*p99", "≤ 10 ms", 0.010),
    Figure("GET /medicines?q=, server CPU a request", TIME, r"^search[^…]*$", "≤ 60 µs", 60e-6, quoted=555e-6),
    Figure("… 99th percentile, 16 connections", TIME, r"^search.*p99", "≤ 10 ms", 0.010),
]
