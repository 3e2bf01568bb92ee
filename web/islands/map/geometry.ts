/** Which area lies next to another. No document in here. */

/** Centre of an area, in the units of the drawing. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/**
 * The place in `centres` of the nearest area in the direction of an arrow key, or `null` when there is none. What lies
 * aside counts twice, and only what is within 45 degrees of the direction counts at all.
 */
export function neighbour(centres: readonly Point[], from: number, key: string): number | null {
  const direction = DIRECTIONS[key];
  const start = centres[from];
  if (direction === undefined || start === undefined) return null;
  let best: number | null = null;
  let shortest = Number.POSITIVE_INFINITY;
  for (const [place, centre] of centres.entries()) {
    const offset = { x: centre.x - start.x, y: centre.y - start.y };
    const ahead = offset.x * direction.x + offset.y * direction.y;
    const aside = Math.abs(offset.x * direction.y) + Math.abs(offset.y * direction.x);
    const length = ahead + 2 * aside;
    if (ahead > 0 && aside <= ahead && length < shortest) {
      best = place;
      shortest = length;
    }
  }
  return best;
}
