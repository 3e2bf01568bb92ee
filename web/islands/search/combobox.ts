/**
 * What a combobox with a list of suggestions shows, as a function of what happened (ARIA Authoring Practices,
 * "Editable Combobox With List Autocomplete"). No document in here: the island draws what these functions say.
 */

/** A medicine that is suggested. */
export interface Option {
  /** Its CIS code, 8 digits. */
  readonly cis: string;
  /** Its name, in French as published. */
  readonly name: string;
  /** False when it is not sold at present. */
  readonly marketed: boolean;
}

/** What is shown. */
export interface State {
  /** What was typed last. */
  readonly text: string;
  /** Suggestions for that text. */
  readonly options: readonly Option[];
  /** How many medicines match in all; `null` until an answer came. */
  readonly total: number | null;
  /** The suggestion that Enter would choose, from 0; `null` when Enter sends the form. */
  readonly active: number | null;
  /** Whether the list is seen. */
  readonly open: boolean;
}

/** What a key leads to. `handled` keys are not passed on to the field. */
export interface Reaction {
  readonly state: State;
  readonly handled: boolean;
  /** The suggestion that was chosen. */
  readonly chosen?: Option;
}

/** Fewest characters worth a question. */
export const SHORTEST_TEXT = 2;

export const CLOSED: State = { text: "", options: [], total: null, active: null, open: false };

/** Text was typed: old suggestions stay until the answer, none of them is active. */
export function typed(state: State, text: string): State {
  if (text.trim().length < SHORTEST_TEXT) return { ...CLOSED, text };
  return { ...state, text, active: null };
}

/** Whether a text is worth a question. */
export function isWorthAsking(text: string): boolean {
  return text.trim().length >= SHORTEST_TEXT;
}

/** An answer came. One to an older text changes nothing. */
export function answered(state: State, text: string, options: readonly Option[], total: number): State {
  if (text !== state.text) return state;
  return { text, options, total, active: null, open: options.length > 0 };
}

/** The field was left, or the question failed: the form still works without suggestions. */
export function closed(state: State): State {
  return { ...state, active: null, open: false };
}

/** A key was pressed in the field. */
export function pressed(state: State, key: string): Reaction {
  switch (key) {
    case "ArrowDown":
      return moved(state, 1);
    case "ArrowUp":
      return moved(state, -1);
    case "Enter":
      return entered(state);
    case "Escape":
      return escaped(state);
    default:
      return { state, handled: false };
  }
}

/** Down from the field is the first suggestion, up from it the last; beyond either end is the field again. */
function moved(state: State, step: 1 | -1): Reaction {
  const count = state.options.length;
  if (count === 0) return { state, handled: false };
  const places = count + 1;
  const from = state.open && state.active !== null ? state.active + 1 : 0;
  const to = (from + step + places) % places;
  return { state: { ...state, open: true, active: to === 0 ? null : to - 1 }, handled: true };
}

function entered(state: State): Reaction {
  const chosen = state.open && state.active !== null ? state.options[state.active] : undefined;
  if (chosen === undefined) return { state: closed(state), handled: false };
  return { state: closed(state), handled: true, chosen };
}

/** The first Escape closes the list; without a list it clears the field. */
function escaped(state: State): Reaction {
  if (state.open) return { state: closed(state), handled: true };
  if (state.text === "") return { state, handled: false };
  return { state: CLOSED, handled: true };
}
