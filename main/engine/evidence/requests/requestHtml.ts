// The sheet of a request as one page of HTML without script, address of anything, or style from elsewhere: for a portal or a mail.
import { xmlText } from '../exchange/xmlText.ts';
import type { Words } from '../report/words.ts';
import type { Block, RequestSheet } from './requestBlocks.ts';

const STYLE =
  'body{font:14px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:1.6rem}' +
  'table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}.mono{font-family:monospace;overflow-wrap:anywhere}' +
  'p{white-space:pre-wrap}.foot{color:#555;font-size:.8rem;overflow-wrap:anywhere}.banner{border:2px solid;padding:.5rem;text-align:center;font-weight:bold}';

export function requestHtml({ title, banner, blocks, foot }: RequestSheet, { locale }: Words): string {
  const body = [
    ...(banner === null ? [] : [`<p class="banner">${xmlText(banner)}</p>`]),
    `<h1>${xmlText(title)}</h1>`,
    ...blocks.map(blockHtml),
    `<p class="foot">${xmlText(foot)}</p>`,
  ];
  return `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><title>${xmlText(title)}</title><style>${STYLE}</style></head><body>\n${body.join('\n')}\n</body></html>\n`;
}

function blockHtml(block: Block): string {
  if (block.what === 'heading') return `<h2>${xmlText(block.text)}</h2>`;
  if (block.what === 'text')
    return block.style === 'bold'
      ? `<p><strong>${xmlText(block.text)}</strong></p>`
      : `<p${block.style === 'mono' ? ' class="mono"' : ''}>${xmlText(block.text)}</p>`;
  if (block.what === 'pairs')
    return `<table>${block.rows.map(([name, value]) => `<tr><th scope="row">${xmlText(name)}</th><td>${xmlText(value)}</td></tr>`).join('')}</table>`;
  const rows = block.rows.map(
    ({ cells, ids }) =>
      `<tr>${cells.map((cell) => `<td>${xmlText(cell)}</td>`).join('')}</tr><tr><td class="mono" colspan="${cells.length}">${ids.map(xmlText).join('<br>')}</td></tr>`,
  );
  return `<table><thead><tr>${block.titles.map((one) => `<th scope="col">${xmlText(one)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
