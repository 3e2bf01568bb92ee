"""Makes the table of `bench/policy`, prints it, and writes it beside the raw figures.

    policy_report.py --vigie FILE --peers FILE --results DIR [--load-before TEXT]
"""

import argparse
import json
import re
from pathlib import Path

from figures import TIME
from report import NOT_MEASURED, describe_machine, read, table

# Answers this alike are the same; two answers with a gap are alike when neither disproves the other.
SAME = 1e-9


def main():
    parser = argparse.ArgumentParser(description="makes the table of bench/policy")
    parser.add_argument("--vigie", type=Path, required=True)
    parser.add_argument("--peers", type=Path, required=True)
    parser.add_argument("--results", type=Path, required=True)
    parser.add_argument("--load-before", default="unknown")
    arguments = parser.parse_args()
    vigie, peers = read(arguments.vigie), read(arguments.peers)
    machine = describe_machine(arguments.load_before)
    text = write_page(vigie, peers, machine)
    print(text)
    name = file_name(machine, vigie)
    raw = {"machine": machine, "vigie": short(vigie), "peers": short(peers)}
    (arguments.results / f"{name}.json").write_text(json.dumps(raw, indent=1) + "\n", encoding="utf-8")
    (arguments.results / f"{name}.md").write_text(text + "\n", encoding="utf-8")


def write_page(vigie, peers, machine):
    size = "smaller instances (--quick), to which the targets do not apply" if vigie["quick"] else "the whole instances"
    conditions = [
        f"machine: {machine['cpu']}, {machine['cores']} cores, {machine['memory_gib']} GiB of memory",
        f"load average before: {machine['load_before']}; after: {machine['load_after']} (1, 5, 15 minutes)",
        f"instances: {size}",
    ]
    header = ["figure", "target", "Vigie", "peer", "ratio", "answers", "which peer"]
    figures = [row(figure, peers.get(figure["key"], {}), vigie["quick"]) for figure in vigie["figures"]]
    return "\n\n".join([
        f"# Bench of the policy laboratory, {machine['date']}, commit {machine['commit']}",
        "\n".join(f"- {line}" for line in conditions),
        "A ratio says how many times quicker Vigie is; below 1 it is slower. Both solve the same instances from memory, one "
        "after the other. `bench/README.md` says what is compared with what.",
        table(header, figures),
    ])


def row(figure, peer, is_quick):
    seconds, other = figure["seconds"], peer.get("seconds")
    return [
        figure["name"],
        target(figure, is_quick),
        TIME.show(seconds),
        TIME.show(other) if other else "–",
        # What only checks the answer was not made for this problem.
        "–" if peer.get("only_checks") else ratio(seconds, other),
        agreement(figure["answer"], peer),
        peer.get("peer") or peer.get("error") or "–",
    ]


def target(figure, is_quick):
    limit = figure["target_seconds"]
    if limit is None:
        return "–"
    shown = f"≤ {TIME.show(limit)}"
    if is_quick:
        return shown
    gap = figure["answer"].get("gap", 0)
    is_met = figure["seconds"] <= limit and gap <= 1e-4
    return f"{shown}{', gap ≤ 0.01 %' if gap else ''}: {'met' if is_met else 'MISSED'}"


def ratio(own, other):
    if not own or not other:
        return "–"
    times = other / own
    return f"{times:,.0f}x" if times >= 100 else f"{times:.1f}x"


def agreement(own, peer):
    """How far the answers are from each other, as a part of the peer's; what is proven of each."""
    ours, others = own.get("objectives"), peer.get("objectives")
    if not ours or not others:
        return NOT_MEASURED if "error" in peer else "–"
    if len(ours) != len(others):
        return f"DIFFER: {len(ours)} and {len(others)} answers"
    differences = [(mine - theirs) / max(abs(theirs), 1e-300) for mine, theirs in zip(ours, others)]
    worst = max(differences, key=abs)
    if "gap" in own:
        holds = own["bound"] <= others[0] * (1 + SAME) and peer["bound"] <= ours[0] * (1 + SAME)
        proven = f"gaps {100 * own['gap']:.5f} % and {100 * peer['gap']:.5f} %"
        return f"{'bounds hold' if holds else 'BOUNDS DIFFER'}, {100 * worst:+.5f} %, {proven}"
    if abs(worst) <= SAME:
        return "the same"
    return f"{100 * worst:+.5f} %"


def short(tree):
    """Without the long lists of answers."""
    if isinstance(tree, list):
        return [short(value) for value in tree]
    if not isinstance(tree, dict):
        return tree
    return {key: short(value) for key, value in tree.items() if key != "objectives" or len(value) <= 5}


def file_name(machine, vigie):
    size = "policy-quick" if vigie["quick"] else "policy"
    name = f"{machine['date'][:10]}-{machine['commit']}-{machine['cpu']}-{machine['cores']}-cores-{size}"
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).lower()


if __name__ == "__main__":
    main()
