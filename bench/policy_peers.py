"""Solves the instances of `bench/policy` with what people use in Python: SciPy (HiGHS, SLSQP), NumPy, OR-tools, stockpyl.

    policy_peers.py --instances DIR --out FILE [--seconds 300]

Times are wall time in this process, from arrays in memory to the answer: building the model counts, as it does for
Vigie; reading files and starting Python do not. What takes less than two seconds is run three times, and the quickest
counts. A peer that fails or is too slow says so in "error", and the others go on.
"""

import argparse
import csv
import json
import math
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np

QUICK_SECONDS = 2
# The next larger supply chain is not tried when one took this long.
LONGEST_CHAIN_SECONDS = 60


def main():
    parser = argparse.ArgumentParser(description="solves the instances of bench/policy with other programs")
    parser.add_argument("--instances", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=300, help="time limit of the mixed-integer solver")
    arguments = parser.parse_args()
    folder = arguments.instances
    measured = {
        "levels": attempt(levels, folder, arguments.seconds),
        "frontier": attempt(frontier, folder),
        "frontier_small": attempt(frontier_small, folder),
        "moves": attempt(moves, folder),
        **chains(folder),
    }
    arguments.out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def attempt(measure, *inputs):
    try:
        return measure(*inputs)
    except Exception as error:  # noqa: BLE001: whatever goes wrong with one peer, the others are measured
        return {"error": f"{type(error).__name__}: {error}"}


def quickest(run):
    """The quickest time of some runs and the last answer."""
    best, answer = math.inf, None
    for _ in range(3):
        start = time.perf_counter()
        answer = run()
        best = min(best, time.perf_counter() - start)
        if best > QUICK_SECONDS:
            break
    return best, answer


def rows(path):
    with path.open(encoding="utf-8") as file:
        return np.array([[float(value) for value in row] for row in list(csv.reader(file))[1:]])


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


# --- stocks under several limits: SciPy's `milp`, which is HiGHS ---


def levels(folder, seconds):
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    table, limits = rows(folder / "levels.csv"), np.array(read(folder / "levels.json"))
    medicine, loss, uses = table[:, 0].astype(int), table[:, 1], table[:, 2:]
    count = len(loss)

    def solve():
        one_each = csr_array((np.ones(count), (medicine, np.arange(count))))
        # Each limit is scaled to 1, as solvers like it.
        within = csr_array((uses / limits).T)
        return milp(
            loss,
            constraints=[LinearConstraint(one_each, 1, 1), LinearConstraint(within, -np.inf, 1)],
            integrality=np.ones(count),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 1e-4, "time_limit": seconds},
        )

    taken, answer = quickest(solve)
    if answer.fun is None:
        raise RuntimeError(answer.message)
    return {
        "peer": f"SciPy {version('scipy')}, milp (HiGHS), gap of 0.01 % asked",
        "seconds": taken,
        "objectives": [answer.fun],
        "bound": answer.mip_dual_bound,
        "gap": answer.mip_gap,
    }


# --- one budget ---


def frontier(folder):
    table, budgets = rows(folder / "frontier.csv"), np.array(read(folder / "frontier.json"))
    taken, losses = quickest(lambda: [by_bisection(table, budget) for budget in budgets])
    return {"peer": f"NumPy {version('numpy')}, bisection of the price, vectorised", "seconds": taken, "objectives": losses}


def by_bisection(table, budget):
    demand, weight, failures, duration, cost, floor, cap = table.T
    a_month = cost * demand
    value = np.log(np.maximum(weight * failures, 1e-300) / cost)
    low, high = value.min() - 100, value.max() + 1
    for _ in range(60):
        middle = 0.5 * (low + high)
        months = np.clip(duration * (value - middle), floor, cap)
        if a_month @ months > budget:
            low = middle
        else:
            high = middle
    months = np.clip(duration * (value - high), floor, cap)
    return float(np.sum(weight * failures * demand * duration * np.exp(-months / duration)))


def frontier_small(folder):
    table, budgets = rows(folder / "frontier_small.csv"), read(folder / "frontier_small.json")
    taken, losses = quickest(lambda: [by_slsqp(table, budget) for budget in budgets])
    return {"peer": f"SciPy {version('scipy')}, minimize (SLSQP) with gradients", "seconds": taken, "objectives": losses, "only_checks": True}


def by_slsqp(table, budget):
    from scipy.optimize import minimize

    demand, weight, failures, duration, cost, floor, cap = table.T
    lost, a_month = weight * failures * demand * duration, cost * demand
    scale = float(np.sum(lost * np.exp(-floor / duration)))
    answer = minimize(
        lambda months: np.sum(lost * np.exp(-months / duration)) / scale,
        floor,
        jac=lambda months: -lost / duration * np.exp(-months / duration) / scale,
        bounds=list(zip(floor, cap)),
        constraints={"type": "ineq", "fun": lambda months: 1 - a_month @ months / budget, "jac": lambda _: -a_month / budget},
        method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-10},
    )
    return float(answer.fun * scale)


# --- boxes moved between sites: OR-tools ---


def moves(folder):
    table, costs = rows(folder / "moves.csv").astype(np.int64), np.array(read(folder / "moves.json")).astype(np.int64)
    medicines = [table[table[:, 0] == number] for number in np.unique(table[:, 0])]
    taken, totals = quickest(lambda: [least_cost(sites, costs) for sites in medicines])
    return {
        "peer": f"OR-tools {version('ortools')}, min_cost_flow, sites joined to their department, {len(costs)}² ways",
        "seconds": taken,
        "objectives": totals,
    }


def least_cost(sites, costs):
    """Sites give to the hub of their place, hubs send to hubs, and hubs hand out; a last node gives what is missing."""
    from ortools.graph.python import min_cost_flow

    place, stock, protected, wanted, penalty = sites[:, 1:].T
    surplus = np.maximum(stock - np.maximum(protected, wanted), 0)
    need = np.maximum(wanted - stock, 0)
    places = len(costs)
    giving, taking = np.flatnonzero(surplus), np.flatnonzero(need)
    leaving = np.arange(places)
    arriving = places + leaving
    givers = 2 * places + np.arange(len(giving))
    takers = 2 * places + len(giving) + np.arange(len(taking))
    missing = 2 * places + len(giving) + len(taking)
    ways_from, ways_to = np.repeat(leaving, places), np.tile(arriving, places)
    plenty = int(need.sum()) + int(surplus.sum())

    flow = min_cost_flow.SimpleMinCostFlow()

    def add(starts, ends, capacities, unit_costs):
        flow.add_arcs_with_capacity_and_unit_cost(starts, ends, capacities, unit_costs)

    add(givers, place[giving], surplus[giving], np.zeros(len(giving), np.int64))
    add(ways_from, ways_to, np.full(places * places, plenty), costs.ravel())
    add(places + place[taking], takers, need[taking], np.zeros(len(taking), np.int64))
    add(np.full(len(taking), missing), takers, need[taking], penalty[taking])
    # What nobody needs stays: the node of what is missing takes it for nothing.
    add(givers, np.full(len(givers), missing), surplus[giving], np.zeros(len(giving), np.int64))
    flow.set_nodes_supplies(givers, surplus[giving])
    flow.set_nodes_supplies(takers, -need[taking])
    flow.set_nodes_supplies(np.array([missing]), np.array([int(need.sum()) - int(surplus.sum())]))
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"min_cost_flow: {status}")
    return int(flow.optimal_cost())


# --- safety stock along supply chains: stockpyl ---


def chains(folder):
    measured = {}
    for path in sorted(folder.glob("chain_*.json"), key=lambda path: int(path.stem.split("_")[1])):
        measured[path.stem] = attempt(chain, path)
        if measured[path.stem].get("seconds", math.inf) > LONGEST_CHAIN_SECONDS:
            break
    return measured


def chain(path):
    from stockpyl.gsm_tree import optimize_committed_service_times, preprocess_tree
    from stockpyl.supply_chain_network import network_from_edges

    stages = read(path)
    of = lambda name: [stage[name] for stage in stages]  # noqa: E731
    deviations = of("demand_deviation")
    network = network_from_edges(
        edges=[(supplier, stage["number"]) for stage in stages for supplier in stage["suppliers"]],
        node_order_in_lists=of("number"),
        processing_time=of("processing_periods"),
        local_holding_cost=of("holding_cost"),
        demand_bound_constant=of("safety_factor"),
        external_outbound_cst=of("outbound_service"),
        demand_type=["N" if deviation else None for deviation in deviations],
        mean=[0 if deviation else None for deviation in deviations],
        standard_deviation=deviations,
    )
    # Making its network is not counted.
    taken, cost = quickest(lambda: optimize_committed_service_times(preprocess_tree(network))[1])
    return {"peer": f"stockpyl {version('stockpyl')}, gsm_tree", "seconds": taken, "objectives": [cost]}


if __name__ == "__main__":
    main()
