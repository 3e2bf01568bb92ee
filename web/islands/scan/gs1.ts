/**
 * What a barcode scanner types or a person pastes, as the server reads it: a GS1 element string with its separators
 * (character 29, "GS"), which a text field or a keyboard layout may have lost or replaced. The server checks the rest.
 */

export const SEPARATOR = "\u001d";

/** Prefixes of scanners (ISO/IEC 15424) for barcodes that hold element strings. */
const PREFIX = /^\](d2|C1|e0|Q3|J1)/;
/** Spellings of the separator that scanners and screens put in its place. */
const SPELLINGS = /\{GS\}|<GS>|\[GS\]|\\x1d|\\u001d|␝|\u001e/gi;

/** The element string in a text, whole; `null` when it is an ordinary text, to be left to the field. */
export function elementString(text: string): string | null {
  const whole = text.trim().replace(/[\r\n\t]+/g, "").replace(SPELLINGS, SEPARATOR);
  if (PREFIX.test(whole)) return whole;
  const digits = whole.startsWith(SEPARATOR) ? whole.slice(1) : whole;
  // A pack begins with its number: identifier 01 and 14 digits, bare or in brackets as people read it.
  const isElements = /^01\d{14}./.test(digits) || /^\(01\)\d{14}/.test(digits);
  return isElements ? digits : null;
}

/** Whether a key is the separator of a scanner that types: character 29, or Control and the closing bracket. */
export function isSeparatorKey(event: Pick<KeyboardEvent, "key" | "code" | "ctrlKey">): boolean {
  if (event.key === SEPARATOR) return true;
  return event.ctrlKey && (event.key === "]" || event.code === "BracketRight");
}
