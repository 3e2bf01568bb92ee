/** Days in addresses: `2026-11-20`. */

const MILLISECONDS = 86_400_000;

/** How many days lie from one day to another. */
export function daysBetween(first: string, last: string): number {
  return Math.round((Date.parse(last) - Date.parse(first)) / MILLISECONDS);
}

/** The day `count` days after another. */
export function dayAfter(first: string, count: number): string {
  return new Date(Date.parse(first) + count * MILLISECONDS).toISOString().slice(0, 10);
}
