// Rows whose columns hold JSON, as they are given out.

/** The row with those columns read; its other columns as they stand. */
export function withJson<Row>(row: unknown, ...columns: readonly string[]): Row {
  const made: Record<string, unknown> = { ...(row as Readonly<Record<string, unknown>>) };
  for (const column of columns) made[column] = JSON.parse(made[column] as string);
  return made as Row;
}
