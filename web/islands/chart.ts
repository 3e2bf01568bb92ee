import { dayAt, named, spoken, type Column, type DayRow } from "./chart/days";

const SVG = "http://www.w3.org/2000/svg";

/**
 * `<vigie-chart>` round a time chart of the server and the table of the same days, newest first: a pointer or the arrow
 * keys read one day. Attribute: `label` (name of the control). The control is a range field, so that keys, touch and
 * screen readers need nothing of ours.
 */
class VigieChart extends HTMLElement {
  #columns: Column[] = [];
  #days: DayRow[] = [];
  #cursors: SVGLineElement[] = [];
  readonly #range = document.createElement("input");
  readonly #readout = document.createElement("p");

  connectedCallback(): void {
    const chart = this.querySelector<SVGSVGElement>("svg.time");
    const table = this.querySelector("table");
    if (chart === null || table === null || this.#days.length > 0) return;
    this.#columns = [...table.querySelectorAll("thead th")].slice(1).map(readColumn);
    this.#days = [...table.querySelectorAll("tbody tr")].map(readDay).reverse();
    if (this.#days.length < 2) return;
    this.#cursors = [...chart.querySelectorAll("svg.plot")].map(addCursor);
    this.#addControl(chart);
    this.#show(this.#days.length - 1);
  }

  #addControl(chart: SVGSVGElement): void {
    this.#range.type = "range";
    this.#range.className = "chart-range";
    this.#range.max = String(this.#days.length - 1);
    this.#range.ariaLabel = this.getAttribute("label");
    this.#range.addEventListener("input", () => this.#show(this.#range.valueAsNumber));
    this.#readout.className = "chart-readout";
    // The range field says the same words itself.
    this.#readout.ariaHidden = "true";
    chart.before(this.#readout);
    chart.after(this.#range);
    const follow = (event: PointerEvent) => this.#follow(event, chart);
    chart.addEventListener("pointermove", follow);
    chart.addEventListener("pointerdown", follow);
  }

  #follow(event: PointerEvent, chart: SVGSVGElement): void {
    // A plot is as wide as the chart, whose labels hang out of its box.
    const box = chart.getBoundingClientRect();
    this.#show(dayAt((event.clientX - box.left) / box.width, this.#days.length));
  }

  #show(index: number): void {
    const row = this.#days[index];
    if (row === undefined) return;
    const place = `${(100 * index) / (this.#days.length - 1)}%`;
    for (const cursor of this.#cursors) {
      cursor.setAttribute("x1", place);
      cursor.setAttribute("x2", place);
    }
    this.#range.value = String(index);
    this.#range.setAttribute("aria-valuetext", spoken(row, this.#columns));
    const values = named(row, this.#columns).map(([name, value]) => element("span", `${name} `, element("strong", value)));
    this.#readout.replaceChildren(element("strong", row.day), ...values);
  }
}

function readColumn(header: Element): Column {
  const unit = header.querySelector(".unit");
  const name = words(header);
  return unit === null ? { name, unit: "" } : { name: name.slice(0, -words(unit).length).trim(), unit: words(unit) };
}

function readDay(row: Element): DayRow {
  const [day, ...values] = [...row.children].map(words);
  return { day: day ?? "", values };
}

/** The text of a cell as it is seen: what is there for listeners only is left out. */
function words(cell: Element): string {
  const copy = cell.cloneNode(true) as Element;
  for (const hidden of copy.querySelectorAll(".visually-hidden")) hidden.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}

function addCursor(plot: Element): SVGLineElement {
  const line = document.createElementNS(SVG, "line");
  line.setAttribute("class", "cursor");
  line.setAttribute("y2", "100%");
  plot.append(line);
  return line;
}

function element(name: string, ...content: (string | Node)[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

customElements.define("vigie-chart", VigieChart);
