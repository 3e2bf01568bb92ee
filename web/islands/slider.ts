/** Milliseconds without a move after which the form is sent. */
const REST = 120;

/**
 * `<vigie-slider>` round a form of numbers: each field with `data-slider-end` gets a slider from its `min` to that end, in
 * steps of `data-slider-step`. Slider and number follow each other; the form is sent while they move. What is typed may
 * lie beyond the end of the slider.
 */
class VigieSlider extends HTMLElement {
  #waiting = 0;

  connectedCallback(): void {
    for (const field of this.querySelectorAll<HTMLInputElement>("input[data-slider-end]")) this.#add(field);
    this.addEventListener("change", () => this.#send());
  }

  #add(field: HTMLInputElement): void {
    if (field.nextElementSibling?.matches("input[type=range]") === true) return;
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = field.min;
    slider.max = field.dataset["sliderEnd"] ?? "";
    slider.step = field.dataset["sliderStep"] ?? "any";
    slider.value = field.value;
    // The number says the same to those who do not see, and takes the same keys.
    slider.tabIndex = -1;
    slider.ariaHidden = "true";
    slider.addEventListener("input", () => {
      field.value = slider.value;
      this.#send();
    });
    field.addEventListener("input", () => {
      slider.value = field.value;
      this.#send();
    });
    field.after(slider);
  }

  #send(): void {
    window.clearTimeout(this.#waiting);
    this.#waiting = window.setTimeout(() => {
      const form = this.querySelector("form");
      if (form?.checkValidity() === true) form.requestSubmit();
    }, REST);
  }
}

customElements.define("vigie-slider", VigieSlider);
