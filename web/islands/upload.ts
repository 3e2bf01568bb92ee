/**
 * `<vigie-upload>` round a form with one file field: drag and drop, progress, cancel. The form works without it.
 *
 * The form is sent as the browser would send it, or, with the attribute `raw`, the file alone as the body. The answer is
 * a redirect to the page of the result, which is opened, or a page (or a problem document, RFC 9457) that says what is
 * wrong: the text of its `[role=alert]` is shown in place and gets focus. Attributes: `drop` (words for those who drag),
 * `progress` (with `{percent}`), `cancel` (name of the button), `cancelled`, `failed` (said when nothing came back).
 */
class VigieUpload extends HTMLElement {
  #form!: HTMLFormElement;
  #file!: HTMLInputElement;
  #request: XMLHttpRequest | undefined;
  readonly #error = document.createElement("p");
  readonly #status = document.createElement("p");
  readonly #bar = document.createElement("progress");
  readonly #cancel = document.createElement("button");
  readonly #moving = document.createElement("div");

  connectedCallback(): void {
    const form = this.querySelector("form");
    const file = form?.querySelector<HTMLInputElement>("input[type=file]");
    if (form === null || file === null || file === undefined || this.#form !== undefined) return;
    this.#form = form;
    this.#file = file;
    this.#addParts();
    form.addEventListener("submit", (event) => this.#submitted(event));
    this.#cancel.addEventListener("click", () => this.#request?.abort());
    this.addEventListener("dragover", (event) => this.#dragged(event));
    this.addEventListener("dragleave", () => this.classList.remove("dropping"));
    this.addEventListener("drop", (event) => this.#dropped(event));
  }

  #addParts(): void {
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = this.#word("drop");
    this.#file.after(hint);
    this.#error.className = "wrong";
    this.#error.role = "alert";
    this.#error.tabIndex = -1;
    this.#error.hidden = true;
    this.#form.before(this.#error);
    this.#status.role = "status";
    this.#bar.max = 1;
    this.#bar.ariaLabel = this.#word("progress").replace(/\s*\{percent\}.*/, "");
    this.#cancel.type = "button";
    this.#cancel.className = "button button-quiet";
    this.#cancel.textContent = this.#word("cancel");
    this.#moving.className = "uploading";
    this.#moving.hidden = true;
    this.#moving.append(this.#bar, this.#cancel);
    this.#form.after(this.#moving, this.#status);
  }

  #dragged(event: DragEvent): void {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    this.classList.add("dropping");
  }

  #dropped(event: DragEvent): void {
    this.classList.remove("dropping");
    const files = event.dataTransfer?.files;
    if (files === undefined || files.length === 0) return;
    event.preventDefault();
    this.#file.files = files;
    this.#file.dispatchEvent(new Event("change", { bubbles: true }));
    this.#file.focus();
  }

  #submitted(event: SubmitEvent): void {
    event.preventDefault();
    if (this.#request !== undefined) return;
    const request = new XMLHttpRequest();
    this.#request = request;
    request.open(this.#form.method, this.#form.action);
    request.upload.addEventListener("progress", (moved) => this.#progressed(moved));
    request.addEventListener("load", () => this.#answered(request));
    request.addEventListener("error", () => this.#ended(this.#word("failed")));
    request.addEventListener("abort", () => this.#ended(this.#word("cancelled")));
    this.#error.hidden = true;
    this.#moving.hidden = false;
    this.#bar.removeAttribute("value");
    request.send(this.#body(event.submitter));
    this.#cancel.focus();
  }

  #body(submitter: HTMLElement | null): FormData | File | null {
    if (this.hasAttribute("raw")) return this.#file.files?.[0] ?? null;
    return new FormData(this.#form, submitter);
  }

  #progressed(moved: ProgressEvent): void {
    if (!moved.lengthComputable) return;
    const share = moved.loaded / Math.max(moved.total, 1);
    this.#bar.value = share;
    // Said in steps: a listener does not want a hundred numbers.
    const percent = String(Math.floor(share * 10) * 10);
    const words = this.#word("progress").replace("{percent}", percent);
    if (this.#status.textContent !== words) this.#status.textContent = words;
  }

  #answered(request: XMLHttpRequest): void {
    const isElsewhere = new URL(request.responseURL).href !== new URL(this.#form.action).href;
    if (request.status < 400 && isElsewhere) return location.assign(request.responseURL);
    this.#ended(problemIn(request) ?? this.#word("failed"));
  }

  #ended(words: string): void {
    this.#request = undefined;
    this.#moving.hidden = true;
    this.#status.textContent = "";
    this.#error.textContent = words;
    this.#error.hidden = false;
    this.#error.focus();
  }

  #word(name: string): string {
    return this.getAttribute(name) ?? "";
  }
}

/** What an answer says is wrong. */
function problemIn(request: XMLHttpRequest): string | null {
  const kind = request.getResponseHeader("content-type") ?? "";
  if (kind.includes("json")) return detailIn(request.responseText);
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const alert = page.querySelector("[role=alert], .detail");
  return alert?.textContent?.replace(/\s+/g, " ").trim() || null;
}

function detailIn(text: string): string | null {
  try {
    const { detail } = JSON.parse(text) as { detail?: unknown };
    return typeof detail === "string" ? detail : null;
  } catch {
    return null;
  }
}

customElements.define("vigie-upload", VigieUpload);
