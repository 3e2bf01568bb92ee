"""Makes the table of the bench from what was measured, prints it, and writes it beside the raw figures.

    report.py --vigie FILE --peers FILE --results DIR [--load-before TEXT]

A figure that is in neither file is printed as "not measured".
"""

import argparse
import json
import os
import platform
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

from figures import FIGURES, QUOTED, own_figures

NOT_MEASURED = "not measured"


def main():
    arguments = parse_arguments()
    vigie, peers = read(arguments.vigie), read(arguments.peers)
    machine = describe_machine(arguments.load_before)
    text = write_page(vigie, peers, machine)
    print(text)
    name = file_name(machine, vigie, peers)
    raw = {"machine": machine, "vigie": vigie, "peers": without_answers(peers)}
    (arguments.results / f"{name}.json").write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    (arguments.results / f"{name}.md").write_text(text + "\n", encoding="utf-8")


def parse_arguments():
    parser = argparse.ArgumentParser(description="makes the table of the bench")
    parser.add_argument("--vigie", type=Path, required=True)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--load-before", default="unknown")
    return parser.parse_args()


def read(path):
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() and path.stat().st_size else {}


# --- the page ---


def write_page(vigie, peers, machine):
    own = own_figures(vigie)
    parts = [
        f"# Bench of {machine['date']}, commit {machine['commit']}",
        "\n".join(f"- {line}" for line in conditions(vigie, peers, machine)),
        "A ratio says how many times better Vigie is, beside DuckDB / beside ClickHouse; below 1 it is worse. "
        "Targets are those of the whole day of 23,700 sites; ratios to a scan grow with the number of lines. "
        "Vigie answers from sums kept for a fixed set of questions; a scan can answer any. `bench/README.md` says more.",
        table(["figure", "target", "Vigie", "DuckDB", "ClickHouse (chDB)", "ratio"], measured_rows(own, peers)),
        "Catalogue. The peers' figures are quoted from an earlier measurement of the published services that French "
        "developers use, on another machine of two cores; they were not measured in this run.",
        table(["figure", "target", "Vigie", "best peer, quoted", "ratio"], quoted_rows(own)),
    ]
    return "\n\n".join(parts + [part for part in (also_measured(own), trouble(peers)) if part])


def conditions(vigie, peers, machine):
    yield f"machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB of memory"
    yield f"load average before: {machine['load_before']}; after: {machine['load_after']} (1, 5, 15 minutes)"
    yield f"sites: {group(number_of('sites', vigie, peers))}; lines: {group(number_of('lines', vigie, peers))}"
    for name, engine in (("DuckDB", "duckdb"), ("ClickHouse (chDB)", "chdb")):
        yield f"{name}: {peers.get(engine, {}).get('version') or NOT_MEASURED}"
    yield f"the engines' answers: {agreement(vigie, peers)}"


def measured_rows(own, peers):
    for figure in FIGURES:
        value = figure.measured(own)
        others = [figure.of_peer(peers.get(engine, {})) if figure.of_peer else None for engine in ("duckdb", "chdb")]
        empty = NOT_MEASURED if figure.of_peer else "–"
        shown = [empty if other is None else figure.unit.show(other) for other in others]
        ratios = [ratio(figure, value, other) for other in others]
        yield [figure.label, target(figure, own, others), show(figure, value), *shown, " / ".join(filter(None, ratios)) or "–"]


def quoted_rows(own):
    for figure in QUOTED:
        value = figure.measured(own)
        quoted = "–" if figure.quoted is None else figure.unit.show(figure.quoted)
        yield [figure.label, target(figure, own, []), show(figure, value), quoted, ratio(figure, value, figure.quoted) or "–"]


def also_measured(own):
    shown = {figure.found(own) for figure in FIGURES + QUOTED}
    rows = [[name, f"{rounded(value['measured'])} {value['unit']}"] for name, value in own.items() if name not in shown]
    return "Also measured of Vigie:\n\n" + table(["figure", "Vigie"], rows) if rows else None


def rounded(value):
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def show(figure, value):
    return NOT_MEASURED if value is None else figure.unit.show(value)


def ratio(figure, own, other):
    if not own or not other:
        return None
    times = own / other if figure.more_is_better else other / own
    return f"{times:,.0f}x" if times >= 100 else f"{times:.1f}x"


def target(figure, own, others):
    """The target, and whether it is met: by the value itself, and by the ratio to each engine that was measured."""
    value, limit = figure.measured(own), figure.limit_in(own)
    verdicts = []
    if value is not None and limit is not None:
        verdicts.append(value >= limit if figure.more_is_better else value <= limit)
    for engine, other in zip(("duckdb", "chdb"), others):
        times = figure.times.get(engine)
        if value and times:
            # Without the engine's figure nobody knows whether the target is met.
            verdicts.append(other and (value / other if figure.more_is_better else other / value) >= times)
    if not figure.target or not verdicts:
        return figure.target or "–"
    if False in verdicts:
        return f"{figure.target}: MISSED"
    return f"{figure.target}: {'met' if all(verdicts) else 'ratio not measured'}"


def table(header, rows):
    rows = [header, *rows]
    widths = [max(len(str(row[column])) for row in rows) for column in range(len(header))]
    lines = ["| " + " | ".join(str(cell).ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def trouble(peers):
    lines = []
    for engine, steps in peers.items():
        for step, runs in steps.items():
            for threads, run in (runs.items() if isinstance(runs, dict) and step != "load" else [("", runs)]):
                if isinstance(run, dict) and "error" in run:
                    lines.append(f"- {engine} {step} {threads}: {run['error']}")
    return "Not measured, and why:\n\n" + "\n".join(lines) if lines else None


# --- what was measured ---


def number_of(what, vigie, peers):
    """How many sites or lines: as Vigie says, else as an engine has loaded."""
    counts = [vigie.get(what), *(steps.get("load", {}).get(what) for steps in peers.values())]
    return next((count for count in counts if count), None)


def agreement(vigie, peers):
    """Whether all engines have seen the same lines and answered the same: else they were not doing the same work."""
    lines, answers = {vigie.get("lines")} - {None}, {}
    for steps in peers.values():
        for step, runs in steps.items():
            if step == "read":
                lines |= {run["lines"] for run in runs.values() if "lines" in run}
            elif ":" in step:
                question = step.split(":")[1]
                answers.setdefault(question, set()).update(json.dumps(run["answer"]) for run in runs.values() if "answer" in run)
    if not answers:
        return NOT_MEASURED
    different = [question for question, found in answers.items() if len(found) > 1]
    if len(lines) > 1:
        different.append(f"lines {sorted(lines)}")
    return "DIFFER: " + ", ".join(different) if different else "the same in every run, whether scanned or pre-aggregated"


def without_answers(tree):
    if not isinstance(tree, dict):
        return tree
    return {key: without_answers(value) for key, value in tree.items() if key != "answer"}


def group(number):
    return "unknown" if number is None else f"{number:,.0f}"


# --- the machine ---


def describe_machine(load_before):
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": commit(),
        "cpu": cpu_model(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)),
        "system": f"{platform.system()} {platform.release()}",
        "load_before": load_before,
        "load_after": " ".join(f"{value:.2f}" for value in os.getloadavg()),
    }


def commit():
    """The commit that was measured; "-modified" when tracked sources differ from it."""
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=Path(__file__).parent, capture_output=True, text=True, check=True).stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no", "--", "..", ":!../bench/results")
        return git("rev-parse", "--short", "HEAD") + ("-modified" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def cpu_model():
    try:
        found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
        return re.sub(r"\(R\)|\(TM\)|CPU", "", found.group(1)).replace("  ", " ").strip() if found else platform.machine()
    except OSError:
        return platform.processor() or platform.machine()


def file_name(machine, vigie, peers):
    sites = number_of("sites", vigie, peers) or "unknown"
    name = f"{machine['date'][:10]}-{machine['commit']}-{machine['cpu']}-{machine['cores']}-cores-{sites}-sites"
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).lower()


if __name__ == "__main__":
    main()
