// One order for names and ids in a bag: by code unit, the same on every machine. Never by locale.

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
