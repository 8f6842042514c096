// How dark a field of the grid of hours is: a few levels that the eye tells apart. The count itself stands in the field.

export const LEVELS = 5;

/** 0 for none, then 1 to `LEVELS` in even parts of the largest. */
export function heatLevel(count: number, largest: number): number {
  return count === 0 || largest === 0 ? 0 : Math.min(LEVELS, Math.max(1, Math.ceil((count / largest) * LEVELS)));
}

/** Where an arrow key leads in a grid of seven days and 24 hours; the same place at its edges. */
export function walked(place: number, key: string): number | null {
  const [day, hour] = [Math.floor(place / 24), place % 24];
  switch (key) {
    case 'ArrowRight':
      return hour < 23 ? place + 1 : place;
    case 'ArrowLeft':
      return hour > 0 ? place - 1 : place;
    case 'ArrowDown':
      return day < 6 ? place + 24 : place;
    case 'ArrowUp':
      return day > 0 ? place - 24 : place;
    case 'Home':
      return day * 24;
    case 'End':
      return day * 24 + 23;
    default:
      return null;
  }
}
