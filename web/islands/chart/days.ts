/** The days of a chart, as the table beside it tells them. No drawing in here. */

/** A column of values: its name, and the unit of its numbers. */
export interface Column {
  readonly name: string;
  readonly unit: string;
}

/** One day: its name, and each value as the table writes it. */
export interface DayRow {
  readonly day: string;
  readonly values: readonly string[];
}

/** Name and value of each column on a day, the value with its unit when it is a number. */
export function named(row: DayRow, columns: readonly Column[]): [name: string, value: string][] {
  return columns.map(({ name, unit }, place) => {
    const value = row.values[place] ?? "";
    return [name, /^\d/.test(value) && unit !== "" ? `${value} ${unit}` : value];
  });
}

/** `12/11/2026, Couverture 12,3 jours, Stock 1 234 boîtes`: what a screen reader says of a day. */
export function spoken(row: DayRow, columns: readonly Column[]): string {
  return [row.day, ...named(row, columns).map((pair) => pair.join(" "))].join(", ");
}

/** The day under a pointer: `fraction` is 0 at the first day and 1 at the last. */
export function dayAt(fraction: number, count: number): number {
  const last = Math.max(count - 1, 0);
  return Math.min(Math.max(Math.round(fraction * last), 0), last);
}
