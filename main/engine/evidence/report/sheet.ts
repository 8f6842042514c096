// Pages of a report: headings, paragraphs, statements, tables and drawings flow down A4 sheets. It knows no section and
// no sentence of the report.
import type { StatementKind } from '../../../../shared/model/statement.ts';
import type { Fonts, Style } from './fonts.ts';
import { type Line, linesOf } from './lines.ts';
import type { Pdf } from './pdf.ts';

export const PAGE = { width: 595.28, height: 841.89, left: 56, right: 56, top: 70, bottom: 66 } as const;
export const CONTENT_WIDTH = PAGE.width - PAGE.left - PAGE.right;
const BODY = 9.5;
const INK = '#111111';
const GREY = '#555555';
const RULE = '#999999';

export interface TextOptions {
  readonly size?: number;
  readonly style?: Style;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly indent?: number;
  readonly after?: number;
}

export interface Cell {
  readonly text: string;
  readonly style?: Style;
  readonly size?: number;
  readonly align?: 'left' | 'right';
}

export interface Column {
  readonly title: string;
  /** Share of the width; shares need not add up to anything. */
  readonly share: number;
  readonly align?: 'left' | 'right';
}

export interface Row {
  readonly cells: readonly (Cell | string)[];
  /** Lines below the cells over the whole width: ids in full. */
  readonly under?: readonly Cell[];
}

export interface ContentsEntry {
  readonly level: number;
  readonly text: string;
  readonly page: number;
}

/** How a kind of statement is drawn: a rule that is told apart in grey and on a copy. Widths and dashes in points. */
export const STATEMENT_RULE: Readonly<
  Record<StatementKind, { readonly glyph: string; readonly width: number; readonly dash: readonly number[] }>
> = {
  fact: { glyph: '■', width: 2.4, dash: [] },
  derivation: { glyph: '□', width: 1, dash: [] },
  inference: { glyph: '◇', width: 1.6, dash: [6, 3] },
  attribution: { glyph: '○', width: 1.6, dash: [1.5, 2.5] },
  assumption: { glyph: '△', width: 1.6, dash: [7, 2.5, 1.5, 2.5] },
};

export interface Sheet {
  readonly pdf: Pdf;
  readonly fonts: Fonts;
  readonly contents: readonly ContentsEntry[];
  /** Height left on this page. */
  room(): number;
  /** Width of what stands on this page. */
  width(): number;
  /** Upright unless asked for; what runs over goes on upright. */
  newPage(lying?: boolean): void;
  /** Starts a new page unless this much room is left. */
  need(height: number): void;
  space(height: number): void;
  heading(level: 1 | 2 | 3, text: string): void;
  text(text: string, options?: TextOptions): void;
  bullets(texts: readonly string[]): void;
  statement(kind: StatementKind, kindWord: string, texts: readonly (string | Cell)[]): void;
  pairs(rows: readonly (readonly [label: string, value: string | Cell])[]): void;
  table(columns: readonly Column[], rows: readonly Row[]): void;
  /** Draws at the cursor and moves below it. */
  draw(height: number, paint: (x: number, y: number) => void): void;
  /** Text at a fixed place, for headers, footers and boxes; `y` is the top of the first line. Returns the height used. */
  place(text: string, x: number, y: number, width: number, options?: TextOptions): number;
}

const lineHeight = (size: number): number => size * 1.45;

export function openSheet(pdf: Pdf, fonts: Fonts): Sheet {
  let y: number = PAGE.top;
  let pages = 0;
  const contents: ContentsEntry[] = [];
  let bottom = PAGE.height - PAGE.bottom;
  let wide = CONTENT_WIDTH;

  function newPage(lying = false): void {
    pdf.addPage({ size: 'A4', layout: lying ? 'landscape' : 'portrait', margin: 0 });
    pages += 1;
    y = PAGE.top;
    bottom = (lying ? PAGE.width : PAGE.height) - PAGE.bottom;
    wide = (lying ? PAGE.height : PAGE.width) - PAGE.left - PAGE.right;
  }
  function need(height: number): void {
    if (y + height > bottom && y > PAGE.top) newPage();
  }

  function drawLine(line: Line, x: number, top: number, size: number, color: string): void {
    const baseline = top + size * 1.1;
    let at = x;
    pdf.fillColor(color);
    for (const run of line.runs) {
      const { font, features } = fonts.face(run);
      pdf.font(font, size).text(run.text, at, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        // pdfkit hands this to fontkit as it is; its types know the list form only, which cannot switch a feature off.
        ...(features === null ? {} : { features: features as unknown as PDFKit.Mixins.OpenTypeFeatures[] }),
      });
      at += fonts.width(run, size);
    }
  }
  function layout(text: string, width: number, options: TextOptions): readonly Line[] {
    return linesOf(text, options.style ?? 'regular', options.size ?? BODY, width, fonts);
  }
  function place(text: string, x: number, top: number, width: number, options: TextOptions = {}): number {
    const size = options.size ?? BODY;
    const lines = layout(text, width, options);
    lines.forEach((line, index) => {
      const shift = options.align === 'right' ? width - line.width : options.align === 'center' ? (width - line.width) / 2 : 0;
      drawLine(line, x + shift, top + index * lineHeight(size), size, options.color ?? INK);
    });
    return lines.length * lineHeight(size);
  }

  /** Lines down the page with page breaks; never one lone line of a paragraph at a page's end. */
  function text(content: string, options: TextOptions = {}): void {
    const size = options.size ?? BODY;
    const indent = options.indent ?? 0;
    const width = wide - indent;
    const lines = layout(content, width, options);
    const step = lineHeight(size);
    need(Math.min(lines.length, 2) * step);
    for (const line of lines) {
      need(step);
      const shift = options.align === 'right' ? width - line.width : options.align === 'center' ? (width - line.width) / 2 : 0;
      drawLine(line, PAGE.left + indent + shift, y, size, options.color ?? INK);
      y += step;
    }
    y += options.after ?? 5;
  }

  function heading(level: 1 | 2 | 3, title: string): void {
    const size = level === 1 ? 15 : level === 2 ? 11.5 : 9.5;
    const before = level === 1 ? 16 : level === 2 ? 12 : 8;
    const lines = layout(title, wide, { size, style: 'bold' });
    if (y > PAGE.top) y += before;
    // A heading keeps room for what follows it, so that it never stands alone at the foot of a page.
    need(lines.length * lineHeight(size) + (level === 1 ? 90 : 60));
    if (level < 3) contents.push({ level, text: title, page: pages });
    text(title, { size, style: 'bold', after: level === 1 ? 2 : 3 });
    if (level === 1) {
      pdf
        .lineWidth(1.2)
        .strokeColor(INK)
        .moveTo(PAGE.left, y)
        .lineTo(PAGE.left + wide, y)
        .stroke();
      y += 8;
    }
  }

  function bullets(items: readonly string[]): void {
    for (const item of items) {
      const lines = layout(item, wide - 12, {});
      need(Math.min(lines.length, 2) * lineHeight(BODY));
      drawLine({ runs: fonts.runs('–', 'regular'), width: 0 }, PAGE.left, y, BODY, INK);
      text(item, { indent: 12, after: 3 });
    }
    y += 3;
  }

  function statement(kind: StatementKind, kindWord: string, texts: readonly (string | Cell)[]): void {
    const rule = STATEMENT_RULE[kind];
    const cells = texts.map((one) => (typeof one === 'string' ? { text: one } : one));
    const heights = cells.map((cell) => layout(cell.text, wide - 14, cell).length * lineHeight(cell.size ?? BODY));
    const whole = heights.reduce((sum, height) => sum + height, lineHeight(8) + 2);
    need(Math.min(whole, 300));
    let from = y;
    const stroke = (to: number): void => {
      pdf.save().lineWidth(rule.width).strokeColor(INK);
      if (rule.dash.length > 0)
        pdf.dash(rule.dash[0] as number, { space: rule.dash[1] as number }).addContent(`[${rule.dash.join(' ')}] 0 d`);
      pdf
        .moveTo(PAGE.left + 3, from + 2)
        .lineTo(PAGE.left + 3, to)
        .stroke();
      pdf.restore();
    };
    y += place(`${rule.glyph} ${kindWord}`, PAGE.left + 14, y, wide - 14, { size: 8, style: 'bold', color: INK });
    for (const cell of cells) {
      const size = cell.size ?? BODY;
      for (const line of layout(cell.text, wide - 14, cell)) {
        if (y + lineHeight(size) > bottom) {
          stroke(y);
          newPage();
          from = y;
        }
        drawLine(line, PAGE.left + 14, y, size, INK);
        y += lineHeight(size);
      }
    }
    stroke(y + 1);
    y += 9;
  }

  function pairs(rows: readonly (readonly [string, string | Cell])[]): void {
    const labelWidth = 138;
    for (const [label, value] of rows) {
      const cell = typeof value === 'string' ? { text: value } : value;
      const size = cell.size ?? BODY;
      const height = Math.max(
        layout(label, labelWidth - 8, { size: 8.5 }).length * lineHeight(8.5),
        layout(cell.text, wide - labelWidth, cell).length * lineHeight(size),
      );
      need(height + 4);
      place(label, PAGE.left, y + 0.7, labelWidth - 8, { size: 8.5, color: GREY });
      place(cell.text, PAGE.left + labelWidth, y + (size < BODY ? 0.8 : 0), wide - labelWidth, cell);
      y += height + 2.5;
      pdf
        .lineWidth(0.3)
        .strokeColor(RULE)
        .moveTo(PAGE.left, y)
        .lineTo(PAGE.left + wide, y)
        .stroke();
      y += 2.5;
    }
    y += 6;
  }

  function table(columns: readonly Column[], rows: readonly Row[]): void {
    const gap = 8;
    const total = columns.reduce((sum, column) => sum + column.share, 0);
    const widths = columns.map((column) => ((wide - gap * (columns.length - 1)) * column.share) / total);
    const lefts = widths.map((_, index) => PAGE.left + widths.slice(0, index).reduce((sum, width) => sum + width + gap, 0));
    const headerSize = 7.8;
    const cellOf = (cell: Cell | string): Cell => (typeof cell === 'string' ? { text: cell } : cell);
    const heightOf = (cell: Cell, width: number): number =>
      layout(cell.text, width, { size: cell.size ?? 8.3, style: cell.style ?? 'regular' }).length * lineHeight(cell.size ?? 8.3);
    const headerHeight = Math.max(
      ...columns.map(
        (column, index) =>
          layout(column.title, widths[index] as number, { size: headerSize, style: 'bold' }).length * lineHeight(headerSize),
      ),
    );
    const header = (): void => {
      columns.forEach((column, index) => {
        place(column.title, lefts[index] as number, y, widths[index] as number, {
          size: headerSize,
          style: 'bold',
          align: column.align ?? 'left',
        });
      });
      y += headerHeight + 2;
      pdf
        .lineWidth(0.9)
        .strokeColor(INK)
        .moveTo(PAGE.left, y)
        .lineTo(PAGE.left + wide, y)
        .stroke();
      y += 3;
    };
    const heights = rows.map((row) => {
      const cells = Math.max(...row.cells.map((cell, index) => heightOf(cellOf(cell), widths[index] as number)));
      const under = (row.under ?? []).reduce((sum, cell) => sum + heightOf(cell, wide - 10), 0);
      return cells + under + 5;
    });
    need(headerHeight + 5 + Math.min((heights[0] ?? 0) + (heights[1] ?? 0), 200));
    header();
    rows.forEach((row, rowIndex) => {
      const height = heights[rowIndex] as number;
      if (y + height > bottom) {
        newPage();
        header();
      }
      const top = y;
      let tallest = 0;
      row.cells.forEach((content, index) => {
        const cell = cellOf(content);
        const align = cell.align ?? columns[index]?.align ?? 'left';
        tallest = Math.max(
          tallest,
          place(cell.text, lefts[index] as number, top, widths[index] as number, {
            size: cell.size ?? 8.3,
            style: cell.style ?? 'regular',
            align,
          }),
        );
      });
      y = top + tallest;
      for (const cell of row.under ?? [])
        y += place(cell.text, PAGE.left + 10, y, wide - 10, {
          size: cell.size ?? 8.3,
          style: cell.style ?? 'regular',
          color: '#333333',
        });
      y = top + height - 2.5;
      pdf
        .lineWidth(0.3)
        .strokeColor(RULE)
        .moveTo(PAGE.left, y)
        .lineTo(PAGE.left + wide, y)
        .stroke();
      y += 2.5;
    });
    y += 8;
  }

  return {
    pdf,
    fonts,
    contents,
    room: () => bottom - y,
    width: () => wide,
    newPage,
    need,
    space: (height) => {
      y += height;
    },
    heading,
    text,
    bullets,
    statement,
    pairs,
    table,
    draw(height, paint) {
      need(height);
      paint(PAGE.left, y);
      y += height + 6;
    },
    place,
  };
}
