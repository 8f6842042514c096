// A workbook (ECMA-376) of sheets with text alone, written as its rows come: one batch is held at a time, and equal content gives equal
// bytes. It knows no canvas and words nothing.
import { Zip, ZipDeflate } from 'fflate';
import type { NewFile } from '../../kernel/index.ts';

export interface Sheet {
  readonly name: string;
  /** In characters, one for each column. */
  readonly widths: readonly number[];
  /** The first row is a heading, which stays in sight. */
  readonly hasHeading: boolean;
  readonly rows: AsyncIterable<readonly (readonly string[])[]>;
}

/** A sheet holds 1,048,576 rows. */
export const MOST_SHEET_ROWS = 1_000_000;

export async function writeWorkbook(file: NewFile, sheets: readonly Sheet[]): Promise<void> {
  let failed: Error | null = null;
  const zip = new Zip((error, bytes) => {
    if (error !== null) failed = error;
    else file.write(bytes);
  });
  const open = (path: string): ((text: string, isLast?: boolean) => void) => {
    const entry = new ZipDeflate(path, { level: 6 });
    entry.mtime = FIRST_DATE;
    zip.add(entry);
    return (text, isLast = false) => {
      entry.push(new TextEncoder().encode(text), isLast);
      if (failed !== null) throw failed;
    };
  };
  open('[Content_Types].xml')(contentTypes(sheets.length), true);
  open('_rels/.rels')(PACKAGE_RELATIONS, true);
  open('xl/workbook.xml')(workbook(sheets), true);
  open('xl/_rels/workbook.xml.rels')(workbookRelations(sheets.length), true);
  open('xl/styles.xml')(STYLES, true);
  for (const [number, sheet] of sheets.entries()) {
    const write = open(`xl/worksheets/sheet${number + 1}.xml`);
    write(sheetHead(sheet));
    let at = 0;
    for await (const rows of sheet.rows) {
      let text = '';
      for (const cells of rows) text += row(++at, cells, at === 1 && sheet.hasHeading);
      write(text);
    }
    write('</sheetData></worksheet>', true);
  }
  zip.end();
  if (failed !== null) throw failed;
}

/** The first date that a zip can state: when a file was made is not said twice, and not by a clock nobody asked. */
const FIRST_DATE = new Date(1980, 0, 1);

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const PACKAGE_RELATIONS = `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`;

/** Number format 49 is text: what is typed into such a cell later stays text too. */
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>`;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);

function contentTypes(sheets: number): string {
  const part = (name: string, type: string): string => `<Override PartName="${name}" ContentType="${TYPE}.${type}+xml"/>`;
  return `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', 'sheet.main')}${part('/xl/styles.xml', 'styles')}${numbers(
    sheets,
  )
    .map((at) => part(`/xl/worksheets/sheet${at}.xml`, 'worksheet'))
    .join('')}</Types>`;
}

function workbook(sheets: readonly Sheet[]): string {
  const named = sheets.map(({ name }, at) => `<sheet name="${sheetName(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  return `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${named.join('')}</sheets></workbook>`;
}

function workbookRelations(sheets: number): string {
  const relations = numbers(sheets).map(
    (at) => `<Relationship Id="rId${at}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${at}.xml"/>`,
  );
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}<Relationship Id="rId${sheets + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`;
}

function sheetHead({ widths, hasHeading }: Sheet): string {
  const pane = hasHeading ? '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' : '';
  const columns = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  return `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`;
}

function row(at: number, cells: readonly string[], isHeading: boolean): string {
  const style = isHeading ? 2 : 1;
  const written = cells.map((text, column) =>
    text === ''
      ? ''
      : `<c r="${columnName(column)}${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`,
  );
  return `<row r="${at}">${written.join('')}</row>`;
}

function columnName(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : `${columnName(Math.floor(column / 26) - 1)}${last}`;
}

function sheetName(name: string): string {
  return escaped(name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31));
}

/** A cell holds 32,767 characters. Ids and amounts are far shorter; a longer note ends with a sign that it was cut. */
const MOST_CHARACTERS = 32_767;

/** `_x0041_` would be read as one character: its underscore is written so that it is not. */
function cellText(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');
  return escaped(lines.length > MOST_CHARACTERS ? `${lines.slice(0, MOST_CHARACTERS - 1)}…` : lines);
}

/** XML has no place for control characters and halves of pairs. */
function escaped(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
