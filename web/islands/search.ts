import { CLOSED, answered, closed, isWorthAsking, pressed, typed, type Option, type State } from "./search/combobox";

/** Milliseconds without a key before the server is asked. */
const PAUSE = 150;
/** Suggestions shown. */
const MOST_OPTIONS = 8;

/** What `/api/v1/medicines` answers, as far as it is used here. */
interface Found {
  readonly total: number;
  readonly medicines: readonly Option[];
}

/**
 * `<vigie-search>` round a search form: suggestions while typing. Attributes: `source` (address asked with `q` and
 * `limit`), `target` (address of a medicine's page, its code is put behind it), `label` (name of the list),
 * `found-none`, `found-one`, `found-many` (how many were found, with `{count}`), `not-marketed` (a word beside what is
 * not sold).
 */
class VigieSearch extends HTMLElement {
  #state: State = CLOSED;
  #input!: HTMLInputElement;
  readonly #list = document.createElement("ul");
  readonly #live = document.createElement("p");
  #question: AbortController | undefined;
  #timer: number | undefined;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input[name=q]");
    if (input === null || input.role === "combobox") return;
    this.#input = input;
    this.#state = { ...CLOSED, text: input.value };
    this.#prepareList();
    this.#prepareInput();
    this.#listen();
    this.#draw();
  }

  #prepareList(): void {
    this.#list.id = `${this.#input.id}-suggestions`;
    this.#list.role = "listbox";
    this.#list.className = "suggestions";
    this.#list.setAttribute("aria-label", this.#word("label"));
    this.#live.role = "status";
    this.#live.className = "visually-hidden";
    this.#input.form?.append(this.#list);
    this.append(this.#live);
  }

  #prepareInput(): void {
    // A search field has a cross and an Escape of its own, which would answer before ours.
    this.#input.type = "text";
    this.#input.enterKeyHint = "search";
    this.#input.role = "combobox";
    this.#input.ariaAutoComplete = "list";
    this.#input.setAttribute("aria-controls", this.#list.id);
  }

  #listen(): void {
    this.#input.addEventListener("input", () => this.#typed());
    this.#input.addEventListener("keydown", (event) => this.#pressed(event));
    this.#input.addEventListener("blur", () => this.#show(closed(this.#state)));
    // The field must not lose focus to the list: it would close before the click arrives.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#clicked(event));
  }

  #typed(): void {
    window.clearTimeout(this.#timer);
    this.#question?.abort();
    const text = this.#input.value;
    this.#show(typed(this.#state, text));
    if (isWorthAsking(text)) this.#timer = window.setTimeout(() => void this.#ask(text), PAUSE);
  }

  async #ask(text: string): Promise<void> {
    this.#question = new AbortController();
    const address = new URL(this.#word("source"), location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("limit", String(MOST_OPTIONS));
    try {
      const answer = await fetch(address, { signal: this.#question.signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const found = (await answer.json()) as Found;
      if (document.activeElement !== this.#input) return;
      this.#show(answered(this.#state, text, found.medicines, found.total));
      this.#announce(found.total);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) this.#show(closed(this.#state));
    }
  }

  #announce(total: number): void {
    const sentence = total === 0 ? "found-none" : total === 1 ? "found-one" : "found-many";
    const count = total.toLocaleString(document.documentElement.lang || undefined);
    this.#live.textContent = this.#word(sentence).replace("{count}", count);
  }

  #pressed(event: KeyboardEvent): void {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const reaction = pressed(this.#state, event.key);
    if (reaction.handled) event.preventDefault();
    if (event.key === "Escape" && reaction.state === CLOSED) this.#input.value = "";
    if (event.key === "Enter") this.#stopAsking();
    this.#show(reaction.state);
    if (reaction.chosen !== undefined) this.#open(reaction.chosen);
  }

  #stopAsking(): void {
    window.clearTimeout(this.#timer);
    this.#question?.abort();
  }

  #clicked(event: MouseEvent): void {
    const item = event.target instanceof Element ? event.target.closest("[role=option]") : null;
    const chosen = item === null ? undefined : this.#state.options[[...this.#list.children].indexOf(item)];
    if (chosen !== undefined) this.#open(chosen);
  }

  #open(option: Option): void {
    this.#input.value = option.name;
    // The page may come back as it was left.
    this.#show(closed(this.#state));
    location.assign(this.#word("target") + encodeURIComponent(option.cis));
  }

  #show(state: State): void {
    if (state === this.#state) return;
    const sameOptions = state.options === this.#state.options;
    this.#state = state;
    if (!sameOptions) this.#list.replaceChildren(...state.options.map((option, place) => this.#item(option, place)));
    this.#draw();
  }

  #item(option: Option, place: number): HTMLLIElement {
    const item = document.createElement("li");
    item.id = `${this.#list.id}-${place}`;
    item.role = "option";
    item.lang = "fr";
    item.textContent = option.name;
    if (!option.marketed) {
      const note = document.createElement("span");
      note.className = "quiet";
      note.lang = document.documentElement.lang;
      note.textContent = ` ${this.#word("not-marketed")}`;
      item.append(note);
    }
    return item;
  }

  #draw(): void {
    const { open, active } = this.#state;
    this.#list.hidden = !open;
    this.#input.ariaExpanded = String(open);
    for (const [place, item] of [...this.#list.children].entries()) item.ariaSelected = String(place === active);
    const item = active === null ? undefined : this.#list.children[active];
    if (item === undefined) {
      this.#input.removeAttribute("aria-activedescendant");
    } else {
      this.#input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    }
  }

  #word(name: string): string {
    return this.getAttribute(name) ?? "";
  }
}

customElements.define("vigie-search", VigieSearch);
