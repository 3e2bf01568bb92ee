"""Measures DuckDB and ClickHouse (chDB) on the files that Vigie has just read.

Every measurement runs in a process of its own. CPU seconds and wall time are those of the measured statement, not of
starting Python and loading the engine; the peak memory is that of the whole process.

    peers.py --files DIR --work DIR --out FILE [--threads 2,1] [--repeats 5]

DIR is what `vigie bench national-day --keep DIR` leaves: one gzip CSV file a site in `bodies`, named by the place of the
site among all, and the registered sites in `data/vigie.db`. A plain folder of gzip CSV files does as well, with a
`sites.csv` of the columns number, tier, department or without.
"""

import argparse
import csv
import gzip
import json
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

MEMORY_BYTES = 8 << 30
ENGINES = ("duckdb", "chdb")
QUESTIONS = ("cover_all", "cover_department", "most_empty")
SOURCES = ("scan", "aggregated")
# One measurement of the full day takes about a minute on two cores; an engine that hangs must not hold up the others.
LONGEST_SECONDS = 3600


def main():
    arguments = parse_arguments()
    if arguments.measure:
        print(json.dumps(measure(arguments)))
    else:
        arguments.out.write_text(json.dumps(measure_all(arguments), indent=1) + "\n")


def parse_arguments():
    parser = argparse.ArgumentParser(description="measures DuckDB and ClickHouse (chDB) on the files of Vigie's bench")
    parser.add_argument("--files", type=Path, required=True, help="folder of gzip CSV files and sites.csv")
    parser.add_argument("--work", type=Path, required=True, help="folder for the engines' own tables")
    parser.add_argument("--out", type=Path, help="JSON file to write")
    parser.add_argument("--threads", default="2,1", help="numbers of threads to measure with")
    parser.add_argument("--repeats", type=int, default=5, help="runs of a question, of which the median counts")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    return parser.parse_args()


# --- all measurements, each in a process of its own ---


def measure_all(arguments):
    arguments.work.mkdir(parents=True, exist_ok=True)
    sites = read_sites(arguments.files)
    write_sites(sites, arguments.work / "sites.csv")
    threads = [int(number) for number in arguments.threads.split(",")]
    return {engine: measure_engine(arguments, engine, threads) for engine in ENGINES}


def measure_engine(arguments, engine, threads):
    read = {number: in_child(arguments, engine, number, "read") for number in threads}
    load = in_child(arguments, engine, max(threads), "load")
    results = {"version": load.get("version"), "read": read, "load": load}
    for source in SOURCES:
        for question in QUESTIONS:
            step = f"{source}:{question}"
            results[step] = {number: in_child(arguments, engine, number, step) for number in threads}
    return results


def in_child(arguments, engine, threads, step):
    """Runs one measurement; a failure is its result, so that one engine's trouble does not lose the others' figures."""
    print(f"bench: {engine}, {threads} thread(s), {step}", file=sys.stderr, flush=True)
    command = [sys.executable, __file__, "--measure", f"{engine} {threads} {step}", "--repeats", str(arguments.repeats)]
    command += ["--files", str(arguments.files), "--work", str(arguments.work)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"stopped after {LONGEST_SECONDS} s"}
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or [f"ended with {done.returncode}"])[-1]
        print(f"bench: {engine} {step} failed: {reason}", file=sys.stderr)
        return {"error": reason}
    return json.loads(done.stdout.splitlines()[-1])


def write_sites(sites, path):
    """One form of the site list for both engines: file name, number, department and tier as small numbers."""
    departments = {name: number for number, name in enumerate(sorted({site["department"] for site in sites}))}
    tiers = {name: number for number, name in enumerate(sorted({site["tier"] for site in sites}))}
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(["file", "site", "department", "tier"])
        for site in sites:
            writer.writerow([site["file"], site["number"], departments[site["department"]], tiers[site["tier"]]])


def bodies(folder):
    """The folder of the gzip CSV files."""
    return folder / "bodies" if (folder / "bodies").is_dir() else folder


def read_sites(folder):
    """Number, file, department and tier of every site that has a file."""
    files = sorted(path.name for path in bodies(folder).glob("*.csv.gz"))
    if not files:
        sys.exit(f"bench: no gzip CSV file in {bodies(folder)}")
    known = {site["number"]: site for site in known_sites(folder)}
    sites = []
    for place, name in enumerate(files):
        number = number_in(name, place)
        # A file of an unknown site still counts: the engines must read the same lines as Vigie.
        site = known.get(number, {"department": f"{number % 101:03}", "tier": "unknown"})
        sites.append({"file": name, "number": number, "department": site["department"], "tier": site["tier"]})
    if known and len(known) < len(files):
        print(f"bench: {len(files)} files but {len(known)} known sites", file=sys.stderr)
    return sites


def known_sites(folder):
    listed, database = folder / "sites.csv", folder / "data" / "vigie.db"
    if listed.exists():
        with open(listed, newline="", encoding="utf-8") as file:
            return [dict(row, number=int(row["number"])) for row in csv.DictReader(file, delimiter=";")]
    if database.exists():
        # The files are numbered by the place of the site among those registered.
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        rows = connection.execute("SELECT department, tier FROM site ORDER BY number").fetchall()
        return [{"number": place, "department": department, "tier": tier} for place, (department, tier) in enumerate(rows)]
    print("bench: no list of sites; they are spread over 101 departments", file=sys.stderr)
    return []


def number_in(name, otherwise):
    digits = "".join(letter for letter in name.split(".")[0] if letter.isdigit())
    return int(digits) if digits else otherwise


# --- one measurement ---


def measure(arguments):
    engine_name, threads, step = arguments.measure.split()
    engine = {"duckdb": DuckDb, "chdb": ChDb}[engine_name](arguments, int(threads))
    if step == "read":
        result = measure_read(engine)
    elif step == "load":
        result = measure_load(engine)
    else:
        source, question = step.split(":")
        result = measure_question(engine, source, question, arguments)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return result | {"peak_memory_bytes": usage.ru_maxrss * 1024}


def measure_read(engine):
    """Reads all files; counts and sums so that no column can be skipped. Small files are read again, up to 5 times."""
    runs, answer = [], None
    while len(runs) < 5 and sum(run["wall_seconds"] for run in runs) < 10:
        run, answer = timed(lambda: engine.rows(engine.read_sql()))
        runs.append(run)
    lines, _, on_hand, sold = (int(value) for value in answer[0])
    return median(runs) | {"runs": len(runs), "lines": lines, "on_hand": on_hand, "sold": sold}


def measure_load(engine):
    """Fills the engine's own tables: every line with its site, department and tier, and two pre-aggregated tables."""
    lines, _ = timed(lambda: engine.load_lines())
    bytes_on_disk = engine.bytes_of_lines()
    aggregated, _ = timed(lambda: engine.load_aggregates())
    pack = engine.rows("SELECT cip13 FROM pack_totals ORDER BY sites DESC, cip13 LIMIT 1")[0][0]
    (engine.folder / "pack").write_text(str(pack))
    count = int(engine.rows("SELECT count(*) FROM lines")[0][0])
    sites = int(engine.rows("SELECT count(DISTINCT site) FROM lines")[0][0])
    counts = {"lines": count, "sites": sites, "bytes_on_disk": bytes_on_disk}
    return lines | counts | {"version": engine.version(), "aggregates": aggregated}


def measure_question(engine, source, question, arguments):
    """Asks once to warm up, then often; a question to a pre-aggregated table is short, so it is asked more often."""
    pack = (engine.folder / "pack").read_text()
    ask = engine.prepared(engine.question_sql(source, question).format(pack=pack))
    first, answer = timed(ask)
    repeats = arguments.repeats * (20 if source == "aggregated" else 1)
    together, runs = timed(lambda: [timed(ask)[0] for _ in range(repeats)])
    # The CPU time of one short question is below what the kernel resolves: that of all, divided.
    per_question = {"cpu_seconds": together["cpu_seconds"] / repeats}
    walls = {"first_wall_seconds": first["wall_seconds"], "quickest_wall_seconds": min(run["wall_seconds"] for run in runs)}
    digest = [[round(float(value), 3) for value in row] for row in answer]
    return median(runs) | per_question | walls | {"runs": repeats, "answer": digest}


def timed(work):
    cpu, wall = cpu_seconds(), time.perf_counter()
    answer = work()
    return {"wall_seconds": time.perf_counter() - wall, "cpu_seconds": cpu_seconds() - cpu}, answer


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def median(runs):
    return {key: statistics.median(run[key] for run in runs) for key in ("wall_seconds", "cpu_seconds")}


# --- the engines ---


class Engine:
    """What both engines share. Their lines are sorted by pack, the order that suits the questions best."""

    def __init__(self, arguments, threads):
        self.files = bodies(arguments.files).resolve()
        self.threads = threads
        self.folder = (arguments.work / self.name).resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sites = (arguments.work / "sites.csv").resolve()
        self.open()

    def columns(self):
        """The columns of the files, in their order, from the header of the first."""
        first = min(self.files.glob("*.csv.gz"))
        with gzip.open(first, "rt", encoding="utf-8-sig") as file:
            return file.readline().strip().split(";")

    def read_sql(self):
        return f"SELECT count(*), max(cip13), sum(on_hand), sum(sold) FROM {self.source()}"

    def question_sql(self, source, question):
        scan = {
            "cover_all": """
                SELECT count(*), sum(stock), sum(demand), sum(stock / nullif(demand, 0)) FROM
                (SELECT cip13, sum(on_hand) AS stock, sum(sold) AS demand FROM lines GROUP BY cip13) AS packs""",
            "cover_department": f"""
                SELECT department, sum(on_hand), sum(sold), count(*), {self.empty}
                FROM lines WHERE cip13 = {{pack}} GROUP BY department ORDER BY department""",
            "most_empty": f"""
                SELECT cip13, {self.empty} AS empty_sites
                FROM lines GROUP BY cip13 ORDER BY empty_sites DESC, cip13 LIMIT 100""",
        }
        aggregated = {
            "cover_all": "SELECT count(*), sum(stock), sum(demand), sum(stock / nullif(demand, 0)) FROM pack_totals",
            "cover_department": """
                SELECT department, stock, demand, sites, empty_sites
                FROM pack_departments WHERE cip13 = {pack} ORDER BY department""",
            "most_empty": "SELECT cip13, empty_sites FROM pack_totals ORDER BY empty_sites DESC, cip13 LIMIT 100",
        }
        return {"scan": scan, "aggregated": aggregated}[source][question]

    def aggregate_sql(self, keys):
        return f"""
            SELECT {keys}, sum(on_hand) AS stock, sum(sold) AS demand, count(*) AS sites, {self.empty} AS empty_sites
            FROM lines GROUP BY {keys} ORDER BY {keys}"""


class DuckDb(Engine):
    name = "duckdb"
    empty = "count(*) FILTER (on_hand = 0)"

    def open(self):
        import duckdb

        options = {
            "threads": self.threads,
            "memory_limit": f"{MEMORY_BYTES >> 20}MiB",
            "temp_directory": str(self.folder / "spill"),
            # Lines have no order to keep; without the promise the engine reads and sorts faster.
            "preserve_insertion_order": False,
        }
        self.file = self.folder / "day.duckdb"
        self.connection = duckdb.connect(str(self.file), config=options)

    def version(self):
        return self.rows("SELECT version()")[0][0]

    def rows(self, sql):
        return self.connection.execute(sql).fetchall()

    def prepared(self, sql):
        self.connection.execute(f"PREPARE question AS {sql}")
        return lambda: self.rows("EXECUTE question")

    def source(self, options=""):
        types = {"cip13": "BIGINT", "on_hand": "INTEGER", "sold": "INTEGER"}
        columns = ", ".join(f"'{name}': '{types.get(name, 'VARCHAR')}'" for name in self.columns())
        return f"""read_csv('{self.files}/*.csv.gz', auto_detect = false, compression = 'gzip', header = true,
            delim = ';', quote = '', escape = '', columns = {{{columns}}}{options})"""

    def load_lines(self):
        self.rows(f"""
            CREATE TABLE sites AS SELECT * FROM read_csv('{self.sites}', auto_detect = false, header = true, delim = ';',
            columns = {{'file': 'VARCHAR', 'site': 'INTEGER', 'department': 'UTINYINT', 'tier': 'UTINYINT'}})""")
        self.rows(f"""
            CREATE TABLE lines AS SELECT cip13, department, tier, site, on_hand, sold
            FROM {self.source(", filename = true")} AS line JOIN sites ON sites.file = parse_filename(line.filename)
            ORDER BY cip13, department, site""")
        self.rows("CHECKPOINT")

    def bytes_of_lines(self):
        return self.file.stat().st_size

    def load_aggregates(self):
        self.rows(f"CREATE TABLE pack_totals AS {self.aggregate_sql('cip13')}")
        self.rows(f"CREATE TABLE pack_departments AS {self.aggregate_sql('cip13, department')}")
        self.rows("CHECKPOINT")


class ChDb(Engine):
    name = "chdb"
    empty = "countIf(on_hand = 0)"

    def open(self):
        from chdb import session

        self.session = session.Session(str(self.folder / "day"))
        self.settings = f" SETTINGS max_threads = {self.threads}, max_memory_usage = {MEMORY_BYTES}"
        # Readers of files have threads of their own.
        self.settings += f", max_parsing_threads = {self.threads}"
        # The lines are sorted by pack, so that groups may be formed one after the other; it is faster for these questions.
        self.settings += ", optimize_aggregation_in_order = 1"

    def version(self):
        return self.rows("SELECT version()")[0][0]

    def rows(self, sql):
        answer = self.session.query(sql + self.settings, "TSV").bytes().decode()
        return [line.split("\t") for line in answer.splitlines()]

    def prepared(self, sql):
        return lambda: self.rows(sql)

    def run(self, sql):
        self.session.query(sql)

    def source(self):
        types = {"cip13": "UInt64", "on_hand": "Int32", "sold": "Int32"}
        columns = ", ".join(f"{name} {types.get(name, 'String')}" for name in self.columns())
        # The delimiter is a setting of the session, not of the function.
        self.run("SET format_csv_delimiter = ';'")
        return f"file('{self.files}/*.csv.gz', 'CSVWithNames', '{columns}')"

    def load_lines(self):
        source = self.source()
        self.run("CREATE DATABASE IF NOT EXISTS day")
        self.run("""CREATE TABLE lines (cip13 UInt64, department UInt8, tier UInt8, site UInt32, on_hand Int32, sold Int32)
            ENGINE = MergeTree ORDER BY (cip13, department, site)""")
        sites = f"file('{self.sites}', 'CSVWithNames', 'file String, site UInt32, department UInt8, tier UInt8')"
        self.rows(f"""
            INSERT INTO lines SELECT cip13, department, tier, site, on_hand, sold
            FROM {source} AS line JOIN {sites} AS sites ON sites.file = line._file""")
        self.run("OPTIMIZE TABLE lines FINAL")

    def bytes_of_lines(self):
        return int(self.rows("SELECT sum(bytes_on_disk) FROM system.parts WHERE active AND table = 'lines'")[0][0])

    def load_aggregates(self):
        for table, keys in (("pack_totals", "cip13"), ("pack_departments", "cip13, department")):
            self.rows(f"CREATE TABLE {table} ENGINE = MergeTree ORDER BY ({keys}) AS {self.aggregate_sql(keys)}")
            self.run(f"OPTIMIZE TABLE {table} FINAL")


if __name__ == "__main__":
    main()
