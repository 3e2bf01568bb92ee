/** The days of a chart, as the table beside it tells them. No drawing in here. */

/** One day: its name, and each value as the table writes it. */
export interface DayRow {
  readonly day: string;
  readonly values: readonly string[];
}

/** `12 nov. 2026, Couverture jours 12,3, Stock boîtes 1 234`: what a screen reader says of a day. */
export function spoken(row: DayRow, columns: readonly string[]): string {
  const values = row.values.map((value, place) => `${columns[place] ?? ""} ${value}`.trim());
  return [row.day, ...values].join(", ");
}

/** The day under a pointer: `fraction` is 0 at the first day and 1 at the last. */
export function dayAt(fraction: number, count: number): number {
  const last = Math.max(count - 1, 0);
  return Math.min(Math.max(Math.round(fraction * last), 0), last);
}
