import { dayAfter, daysBetween } from "./map/days";
import { neighbour, type Point } from "./map/geometry";

/** Milliseconds without a move before the values of another day are asked for. */
const PAUSE = 120;

/** What stands behind `data-values-url`. */
interface Values {
  readonly day: string;
  readonly values: Readonly<Record<string, { readonly class: string; readonly text: string }>>;
}

/**
 * `<vigie-map>` round a map of the server, where each known area is
 * `<a href><path class="area area-watch" data-department="75"><title>Paris: 12.3 days</title></path></a>`: pointing at
 * an area or reaching it by arrow keys says its name and value, and marks its row in the list beside: the one that the
 * link leads to (`href="#area-11"`), else `id="area-75"`.
 *
 * With `data-values-url` (holds `{day}`), `data-first-day`, `data-last-day`, `data-day` (the one shown, the last when
 * absent) and `data-day-label`, a slider moves the map through time: values come as JSON, see web/README.md.
 */
class VigieMap extends HTMLElement {
  #links: SVGAElement[] = [];
  #centres: Point[] | undefined;
  readonly #readout = document.createElement("p");
  /** Drawn above all areas: the outline of one lies half below its neighbours. */
  readonly #outline = document.createElementNS("http://www.w3.org/2000/svg", "path");
  readonly #days = new Map<string, Values>();
  #question: AbortController | undefined;
  #timer: number | undefined;

  connectedCallback(): void {
    const map = this.querySelector<SVGSVGElement>("svg.map");
    if (map === null || this.#links.length > 0) return;
    this.#links = [...map.querySelectorAll<SVGAElement>("a:has(> [data-department])")];
    this.#readout.className = "map-readout";
    this.#readout.ariaHidden = "true";
    map.before(this.#readout);
    this.#outline.setAttribute("class", "map-outline");
    map.append(this.#outline);
    // One stop of the Tab key for the whole map: the arrows go on from there.
    this.#links[0]?.setAttribute("tabindex", "0");
    map.addEventListener("pointerover", (event) => this.#point(event.target));
    map.addEventListener("pointerleave", () => this.#read(null));
    // Here and not on the drawing: one that listens for the focus becomes a stop of the Tab key in some browsers.
    this.addEventListener("focusin", (event) => this.#point(event.target));
    this.addEventListener("focusout", () => this.#read(null));
    this.addEventListener("keydown", (event) => this.#pressed(event));
    this.#addSlider(map);
  }

  #point(target: EventTarget | null): void {
    const link = target instanceof Element ? target.closest("a") : null;
    this.#read(this.#links.find((each) => (each as Element) === link) ?? null);
  }

  #read(link: SVGAElement | null): void {
    for (const marked of document.querySelectorAll(".pointed")) marked.classList.remove("pointed");
    this.#readout.textContent = link?.querySelector("title")?.textContent ?? "";
    this.#outline.setAttribute("d", link?.querySelector("path")?.getAttribute("d") ?? "");
    if (link === null) return;
    link.classList.add("pointed");
    rowOf(link)?.classList.add("pointed");
  }

  #pressed(event: KeyboardEvent): void {
    const from = this.#links.findIndex((link) => link === document.activeElement);
    const to = from < 0 ? null : neighbour(this.#allCentres(), from, event.key);
    const link = to === null ? undefined : this.#links[to];
    if (link === undefined) return;
    event.preventDefault();
    for (const other of this.#links) other.setAttribute("tabindex", other === link ? "0" : "-1");
    link.focus();
  }

  #allCentres(): Point[] {
    this.#centres ??= this.#links.map((link) => {
      const box = link.getBBox();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    });
    return this.#centres;
  }

  #addSlider(map: SVGSVGElement): void {
    const { valuesUrl, firstDay, lastDay, day: shownDay, dayLabel } = this.dataset;
    if (valuesUrl === undefined || firstDay === undefined || lastDay === undefined) return;
    const last = daysBetween(firstDay, lastDay);
    if (!(last > 0)) return;
    const slider = document.createElement("input");
    // No <output>: a label names the first element in it that can be named.
    const shown = document.createElement("span");
    const label = document.createElement("label");
    slider.type = "range";
    slider.max = String(last);
    slider.value = String(shownDay === undefined ? last : daysBetween(firstDay, shownDay));
    label.className = "map-days";
    label.append(dayLabel ?? "", " ", shown, slider);
    const tell = () => {
      const day = dayAfter(firstDay, slider.valueAsNumber);
      shown.textContent = new Date(day).toLocaleDateString(document.documentElement.lang || undefined, { dateStyle: "long", timeZone: "UTC" });
      slider.setAttribute("aria-valuetext", shown.textContent);
      return day;
    };
    tell();
    slider.addEventListener("input", () => {
      const day = tell();
      window.clearTimeout(this.#timer);
      this.#timer = window.setTimeout(() => void this.#load(valuesUrl, day), PAUSE);
    });
    map.after(label);
  }

  async #load(pattern: string, day: string): Promise<void> {
    this.#question?.abort();
    this.#question = new AbortController();
    try {
      const known = this.#days.get(day) ?? (await ask(pattern.replace("{day}", day), this.#question.signal));
      this.#days.set(day, known);
      this.#colour(known);
    } catch {
      // Another day was chosen meanwhile, or the server does not know this one: the map stays as it is.
    }
  }

  #colour(known: Values): void {
    for (const link of this.#links) {
      const value = known.values[departmentOf(link)];
      const path = link.querySelector("path");
      const title = link.querySelector("title");
      path?.setAttribute("class", value === undefined ? "area" : `area area-${value.class}`);
      if (title !== null && value !== undefined) title.textContent = withValue(title.textContent ?? "", value.text);
    }
    const pointed = this.#links.find((link) => link.classList.contains("pointed"));
    if (pointed !== undefined) this.#read(pointed);
  }
}

async function ask(address: string, signal: AbortSignal): Promise<Values> {
  const answer = await fetch(address, { signal, headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Values;
}

function departmentOf(link: SVGAElement): string {
  return link.querySelector<SVGElement>("[data-department]")?.dataset["department"] ?? "";
}

/** The row that tells of an area: the one its link leads to on this page, else the one with its number. */
function rowOf(link: SVGAElement): HTMLElement | null {
  const address = link.getAttribute("href") ?? "";
  return document.getElementById(address.startsWith("#") ? address.slice(1) : `area-${departmentOf(link)}`);
}

/** `Paris : 12,3 jours` with another value behind the colon. */
function withValue(title: string, text: string): string {
  const colon = title.indexOf(":");
  return colon < 0 ? `${title}: ${text}` : `${title.slice(0, colon + 1)} ${text}`;
}

customElements.define("vigie-map", VigieMap);
