import { describe, expect, it } from "vitest";
import { CLOSED, answered, closed, pressed, typed, type Option, type State } from "../islands/search/combobox";

const options: Option[] = ["60234100", "60002283", "69118175"].map((cis) => ({ cis, name: cis, marketed: true }));

function opened(): State {
  return answered(typed(CLOSED, "doli"), "doli", options, 40);
}

function press(state: State, ...keys: string[]): State {
  return keys.reduce((before, key) => pressed(before, key).state, state);
}

describe("the list of suggestions", () => {
  it("opens when an answer to the present text came, with nothing chosen", () => {
    expect(opened()).toMatchObject({ open: true, active: null, total: 40 });
  });

  it("ignores an answer to a text that is no longer there", () => {
    const state = typed(CLOSED, "amox");
    expect(answered(state, "am", options, 3)).toBe(state);
  });

  it("stays closed when nothing was found", () => {
    expect(answered(typed(CLOSED, "zzz"), "zzz", [], 0).open).toBe(false);
  });

  it("closes and forgets when the text becomes too short", () => {
    expect(typed(opened(), "d")).toEqual({ ...CLOSED, text: "d" });
  });

  it("keeps the old suggestions while the next answer is under way, none of them active", () => {
    const state = typed(press(opened(), "ArrowDown"), "dolip");
    expect(state).toMatchObject({ open: true, active: null, options });
  });
});

describe("keys", () => {
  it.each([
    [["ArrowDown"], 0],
    [["ArrowDown", "ArrowDown"], 1],
    [["ArrowUp"], 2],
    [["ArrowDown", "ArrowUp"], null],
    [["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"], null],
    [["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown"], 0],
  ])("%j leads to %j: past either end stands the field itself", (keys, active) => {
    expect(press(opened(), ...keys).active).toBe(active);
  });

  it("opens a closed list again and chooses its first suggestion on ArrowDown", () => {
    expect(press(closed(opened()), "ArrowDown")).toMatchObject({ open: true, active: 0 });
  });

  it("leaves the arrows to the field when there are no suggestions", () => {
    expect(pressed(CLOSED, "ArrowDown").handled).toBe(false);
  });

  it("sends the form on Enter when nothing is chosen", () => {
    expect(pressed(opened(), "Enter")).toMatchObject({ handled: false, state: { open: false } });
  });

  it("opens the chosen medicine on Enter instead of sending the form", () => {
    const reaction = pressed(press(opened(), "ArrowDown", "ArrowDown"), "Enter");
    expect(reaction).toMatchObject({ handled: true, chosen: { cis: "60002283" } });
  });

  it("closes the list on Escape and clears the field on the next", () => {
    const once = pressed(press(opened(), "ArrowDown"), "Escape");
    expect(once).toMatchObject({ handled: true, state: { open: false, active: null, text: "doli" } });
    expect(pressed(once.state, "Escape").state).toBe(CLOSED);
  });

  it("passes every other key on", () => {
    for (const key of ["a", "Home", "End", "Tab", "ArrowLeft"]) expect(pressed(opened(), key).handled).toBe(false);
  });
});
