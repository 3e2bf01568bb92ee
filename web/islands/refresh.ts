/**
 * `<vigie-refresh>` round one region (`<div class="region" id data-announce data-title>`): a link in it to another state
 * of this page, or a search form anywhere that leads to this page, changes the region instead of loading the page.
 *
 * The same address is asked for with the headers of htmx (`HX-Request: true`, `HX-Target: <id>`), and the server answers
 * the region alone. The address bar follows, the live region of the page says `data-announce`, focus stays on the control
 * of the same `id` or goes to the region. Whatever goes wrong, the browser loads the page as without script.
 */
class VigieRefresh extends HTMLElement {
  #question: AbortController | undefined;
  readonly #stop = new AbortController();
  #shown = state();

  connectedCallback(): void {
    const options = { signal: this.#stop.signal };
    this.addEventListener("click", (event) => this.#clicked(event), options);
    document.addEventListener("submit", (event) => this.#sent(event), options);
    window.addEventListener("popstate", () => this.#went(), options);
  }

  disconnectedCallback(): void {
    this.#stop.abort();
  }

  get #region(): HTMLElement | null {
    return this.querySelector<HTMLElement>(".region");
  }

  /** Back and forward. A step to another part of the page changes nothing. */
  #went(): void {
    if (state() !== this.#shown) void this.#show(new URL(location.href), false);
  }

  #clicked(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (link === null || !isPlain || link.hasAttribute("download") || !isThisPage(link.href)) return;
    event.preventDefault();
    void this.#show(new URL(link.href), true);
  }

  #sent(event: SubmitEvent): void {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.method !== "get" || !isThisPage(form.action)) return;
    event.preventDefault();
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form, event.submitter)) {
      if (typeof value === "string") address.searchParams.append(name, value);
    }
    void this.#show(address, true);
  }

  async #show(address: URL, isNew: boolean): Promise<void> {
    const region = this.#region;
    if (region === null) return location.assign(address);
    this.#question?.abort();
    this.#question = new AbortController();
    region.ariaBusy = "true";
    try {
      const fresh = await ask(address, region.id, this.#question.signal);
      const focused = region.contains(document.activeElement) ? (document.activeElement?.id ?? "") : null;
      region.replaceWith(fresh);
      if (isNew && address.href !== location.href) history.pushState(null, "", address);
      this.#shown = state();
      this.#settle(fresh, focused);
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) location.assign(address);
    }
  }

  #settle(region: HTMLElement, focused: string | null): void {
    const { announce, title } = region.dataset;
    if (title !== undefined) document.title = title;
    const live = document.getElementById("live");
    if (live !== null) live.textContent = announce ?? "";
    if (focused === null) return;
    const again = focused === "" ? null : document.getElementById(focused);
    if (again !== null) return again.focus();
    region.tabIndex = -1;
    region.focus();
    region.scrollIntoView();
  }
}

function state(): string {
  return location.pathname + location.search;
}

/** Whether an address differs from this page in nothing but its query and fragment. A fragment alone is the browser's. */
function isThisPage(address: string): boolean {
  const url = new URL(address);
  return url.origin === location.origin && url.pathname === location.pathname;
}

async function ask(address: URL, identifier: string, signal: AbortSignal): Promise<HTMLElement> {
  const headers = { "hx-request": "true", "hx-target": identifier };
  const answer = await fetch(address, { signal, headers });
  if (!answer.ok) throw new Error(String(answer.status));
  const fragment = new DOMParser().parseFromString(await answer.text(), "text/html");
  const region = fragment.getElementById(identifier);
  if (region === null) throw new Error(`no region ${identifier}`);
  return document.importNode(region, true);
}

customElements.define("vigie-refresh", VigieRefresh);
