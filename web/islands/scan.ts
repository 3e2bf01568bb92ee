import { SEPARATOR, elementString, isSeparatorKey } from "./scan/gs1";

/** Part of the standard (Shape Detection API) that TypeScript does not know yet. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface DetectorKind {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

const FORMATS = ["data_matrix", "ean_13", "code_128"];
/** Milliseconds between two looks through the camera. */
const LOOK = 150;

/**
 * `<vigie-scan>` round a field for a code: what a scanner types or a person pastes is put in whole, separators included.
 * Where the browser reads barcodes itself, a button opens the camera; elsewhere there is none. Attributes: `camera`
 * (name of the button), `close` (name of the button that closes), `refused` (said when the camera may not be used).
 */
class VigieScan extends HTMLElement {
  #input!: HTMLInputElement;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>("input");
    if (input === null || this.#input !== undefined) return;
    this.#input = input;
    input.addEventListener("keydown", (event) => this.#pressed(event));
    input.addEventListener("paste", (event) => this.#pasted(event));
    input.addEventListener("change", () => this.#put(input.value));
    void this.#addCamera();
  }

  /** A text field has no key for the separator: what a scanner types in its place would be lost. */
  #pressed(event: KeyboardEvent): void {
    if (!isSeparatorKey(event)) return;
    event.preventDefault();
    this.#input.setRangeText(SEPARATOR, this.#input.selectionStart ?? 0, this.#input.selectionEnd ?? 0, "end");
  }

  #pasted(event: ClipboardEvent): void {
    if (this.#put(event.clipboardData?.getData("text/plain") ?? "")) event.preventDefault();
  }

  /** Puts an element string in the field; any other text is none of its business. */
  #put(text: string): boolean {
    const elements = elementString(text);
    if (elements === null) return false;
    if (elements !== this.#input.value) {
      this.#input.value = elements;
      this.#input.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return true;
  }

  async #addCamera(): Promise<void> {
    const kind = (window as { BarcodeDetector?: DetectorKind }).BarcodeDetector;
    if (kind === undefined || navigator.mediaDevices === undefined) return;
    const supported = await kind.getSupportedFormats().catch((): string[] => []);
    const formats = FORMATS.filter((format) => supported.includes(format));
    if (!formats.includes("data_matrix")) return;
    const button = makeButton(this.getAttribute("camera"));
    button.addEventListener("click", () => void this.#look(new kind({ formats })));
    this.append(button);
  }

  async #look(detector: Detector): Promise<void> {
    const dialog = document.createElement("dialog");
    const video = document.createElement("video");
    const close = makeButton(this.getAttribute("close"));
    dialog.className = "camera";
    video.muted = video.playsInline = true;
    close.addEventListener("click", () => dialog.close());
    dialog.append(video, close);
    this.append(dialog);
    dialog.showModal();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      await this.#readUntilClosed(detector, video, dialog);
      for (const track of stream.getTracks()) track.stop();
    } catch {
      close.before(this.getAttribute("refused") ?? "");
      return;
    }
    dialog.remove();
    this.#input.focus();
  }

  async #readUntilClosed(detector: Detector, video: HTMLVideoElement, dialog: HTMLDialogElement): Promise<void> {
    while (dialog.open) {
      const [found] = await detector.detect(video);
      if (found !== undefined) {
        if (!this.#put(found.rawValue)) this.#input.value = found.rawValue;
        return dialog.close();
      }
      await new Promise((resolve) => window.setTimeout(resolve, LOOK));
    }
  }
}

function makeButton(name: string | null): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = name;
  return button;
}

customElements.define("vigie-scan", VigieScan);
