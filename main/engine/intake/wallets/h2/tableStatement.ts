// Schema, name and columns of a table as H2 states it of itself: CREATE … TABLE "schema"."name"( "column" TYPE …, …). Nothing of it is carried out.
// Source: h2database/h2database, org/h2/table/Table.java (getCreateSQL), org/h2/util/ParserUtil.java and StringUtils.java (quoteIdentifier: U&"…" with
// \XXXX and \+XXXXXX for what is not ASCII).

export interface TableStatement {
  readonly schema: string;
  readonly name: string;
  /** In small letters, in the order of a row's values. */
  readonly columns: readonly string[];
}

const LONGEST = 200_000;
const MOST_COLUMNS = 1000;
const IDENTIFIER = /(U&)?"((?:[^"]|"")*)"|([A-Za-z_][A-Za-z0-9_$]*)/y;

export function readTableStatement(sql: string): TableStatement | null {
  const begin = /^CREATE (?:CACHED |MEMORY |GLOBAL |LOCAL |TEMPORARY )*TABLE (?:IF NOT EXISTS )?/.exec(sql);
  if (begin === null || sql.length > LONGEST) return null;
  const schema = identifierAt(sql, begin[0].length);
  const name = schema === null || sql[schema.end] !== '.' ? null : identifierAt(sql, schema.end + 1);
  const open = name === null ? -1 : sql.indexOf('(', name.end);
  // A comment may stand between, and hold anything.
  if (schema === null || name === null || open === -1 || /'/.test(sql.slice(name.end, open))) return null;
  const columns: string[] = [];
  for (let at: number | null = open + 1; at !== null; at = nextItem(sql, at)) {
    const column = identifierAt(sql, at + (/^\s*/.exec(sql.slice(at, at + 100))?.[0].length ?? 0));
    if (column === null || columns.length >= MOST_COLUMNS) return null;
    columns.push(column.text.toLowerCase());
  }
  return { schema: schema.text, name: name.text, columns };
}

function identifierAt(sql: string, at: number): { readonly text: string; readonly end: number } | null {
  IDENTIFIER.lastIndex = at;
  const [whole, unicode, quoted, plain] = IDENTIFIER.exec(sql) ?? [];
  if (whole === undefined) return null;
  const text = quoted?.replaceAll('""', '"') ?? plain ?? '';
  return {
    text: unicode === undefined ? text : text.replace(/\\(?:\\|\+([0-9a-f]{6})|([0-9a-f]{4}))/gi, unescaped),
    end: at + whole.length,
  };
}

function unescaped(whole: string, wide?: string, plain?: string): string {
  const code = Number.parseInt(wide ?? plain ?? '', 16);
  return code >= 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : whole.slice(1);
}

/** Behind the next comma of the list, or null where the list ends. */
function nextItem(sql: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < sql.length; at++) {
    const character = sql[at];
    if (character === '"' || character === "'") {
      at = sql.indexOf(character, at + 1);
      if (at === -1) return null;
    } else if (character === '(') depth++;
    else if (character === ')' && depth-- === 0) return null;
    else if (character === ',' && depth === 0) return at + 1;
  }
  return null;
}
