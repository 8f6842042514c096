// Answers to requests taken in on the command line with the real engine, registers as workbooks end to end, and tables of networks of their usual size.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Machine, runCommandLine } from '../../main/hosts/cli/commandLine.ts';
import { commands } from '../../main/hosts/cli/commands.ts';
import { nodeHostClient } from '../../main/hosts/cli/inProcess.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';
import { FOURTH } from './goamlFiles.ts';

const LEDGER = 'ledger:harbour bank';

describe('request answer --take-in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-answers-'));
  const at = (name: string): string => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function run(
    ...argv: readonly string[]
  ): Promise<{ readonly exit: number; readonly document: Record<string, unknown>; readonly err: string }> {
    let [out, err] = ['', ''];
    const nodeHost = createNodeHost({ environment: { ...process.env, TRACEHOLD_PROFILE: at('profile') } });
    const machine: Machine = {
      ...{ nodeHost, commands, startEngine: () => nodeHostClient(nodeHost), environment: {}, prompt: async () => '' },
      stdout: { write: (text) => (out += text) },
      stderr: { write: (text) => (err += text) },
      signal: new AbortController().signal,
    };
    const exit = await runCommandLine([...argv, '--passphrase-file', at('passphrase.txt'), '--json'], machine);
    return { exit, document: JSON.parse(out) as Record<string, unknown>, err };
  }

  it('keeps the answer, takes it in as it is told to read it, and names its source', async () => {
    writeFileSync(at('passphrase.txt'), 'a passphrase for tests only');
    writeFileSync(at('report.xml'), FOURTH);
    writeFileSync(at('answer.csv'), 'Customer ID,Name,Phone\n100200,Jon Vale,+356 2123 4567\n');
    const about = ['--title', 'T', '--examiner', 'E. Examiner', '--agency', 'A', '--reference', 'R'];
    expect((await run('case', 'new', at('case'), ...about)).exit).toBe(0);
    const open = ['--case', at('case.tracehold')];
    const taken = await run('intake', at('report.xml'), ...open, '--chain', LEDGER, '--time-zone', '+01:00');
    expect(taken).toMatchObject({ exit: 0, document: { transactions: 2, people: { entries: 9 }, report: { reportCode: 'STR' } } });
    const made = await run('request', 'new', '100 200', ...open, '--kind', 'customerData', '--chain', LEDGER, '--to', 'Harbour Bank');
    expect(made).toMatchObject({ exit: 0, document: { request: 1 } });
    const answered = await run(
      'request',
      'answer',
      '1',
      at('answer.csv'),
      ...open,
      '--day',
      '2026-11-25',
      '--take-in',
      '--profile',
      'register',
    );
    expect(answered).toMatchObject({ exit: 0, document: { name: 'answer.csv', source: { name: 'answer.csv' } } });
    const list = (await run('request', 'list', ...open)).document['requests'] as {
      state: string;
      steps: { answer: { source: unknown } | null }[];
    }[];
    expect(list[0]).toMatchObject({ state: 'answered', steps: [{ answer: { source: { name: 'answer.csv' } } }] });
  }, 60_000);
});

describe('through the engine', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('answers');
  });
  afterAll(() => desk.end());

  /** A workbook as spreadsheets write it: inline texts, dates as serial numbers with a style. */
  function workbook(rows: readonly (readonly (string | number)[])[]): Uint8Array {
    const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const cell = (value: string | number, column: number, row: number): string => {
      const place = `${String.fromCharCode(65 + column)}${row}`;
      return typeof value === 'number'
        ? `<c r="${place}" s="1"><v>${value}</v></c>`
        : `<c r="${place}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
    };
    const body = rows.map((cells, at) => `<row r="${at + 1}">${cells.map((value, column) => cell(value, column, at + 1)).join('')}</row>`);
    const styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>';
    return zipSync({
      'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>'),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="s.xml"/><Relationship Id="rId2" Type="x/styles" Target="styles.xml"/></Relationships>',
      ),
      'xl/styles.xml': strToU8(styles),
      'xl/s.xml': strToU8(`<worksheet><sheetData>${body.join('')}</sheetData></worksheet>`),
    });
  }

  it('[P6] a register as a workbook: suggested, previewed, taken in with its rows, times by their serial numbers, refused rows named', async () => {
    const rows = [
      ['User ID', 'Name', 'Phone', 'IP', 'Port', 'Login time (UTC)'],
      ['1001', '斎藤 太郎', '+81 90-1234-5678', '1.0.16.9', '5060', 46055.4375],
      ['1001', '斎藤 太郎', '+81 90-1234-5678', '1.0.16.10', '', 46055.5],
      ['1002', 'Li & Wei', '12', '1.0.16.9', '', 46055.5],
    ];
    const path = desk.grant(desk.write('register.xlsx', workbook(rows)));
    const preview = await desk.call('intake.preview', { path, rows: 10 });
    expect(preview).toMatchObject({ kind: 'xlsx', sheet: 'Customers', profile: { family: 'people' } });
    expect((await desk.call('intake.preview', { path, rows: 10, profile: preview.profile })).judged).toMatchObject({
      taken: 2,
      rejected: 1,
    });
    const { results } = await desk.call('intake.run', { paths: [path], profile: preview.profile, exhibit: 'EX-2' });
    expect(results[0]).toMatchObject({ people: { entries: 1, links: 5, refused: { phoneInvalid: 1 } }, rejectedRows: [{ row: 4 }] });
    const [person] = (await desk.call('people.list', {})).people;
    const { links } = await desk.call('people.show', { id: person?.id ?? 0 });
    expect(
      links.filter(({ kind }) => kind === 'ip').map(({ value, row, detail }) => [value, row, detail.port, detail.timeSeconds]),
    ).toEqual([
      ['1.0.16.9', 2, 5060, Date.UTC(2026, 1, 2, 10, 30) / 1000],
      ['1.0.16.10', 3, null, Date.UTC(2026, 1, 2, 12) / 1000],
    ]);
  });

  /** Ranges of 16 addresses, as a table of countries writes them; the whole of TRACEHOLD_NETWORKS where it is set. */
  it('[P15] a table of very many networks is taken in and asked in no time', async () => {
    const count = Number(process.env['TRACEHOLD_NETWORKS'] ?? 30_000);
    const four = (n: number): string => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255].join('.');
    const lines: string[] = [];
    for (let n = 0; n < count; n++)
      lines.push(`${four(0x01000000 + n * 16)},${four(0x01000000 + n * 16 + 15)},${n % 2 === 0 ? 'JP' : 'MT'}`);
    const path = desk.grant(desk.write('networks.csv', lines.join('\n')));
    const before = performance.now();
    const taken = await desk.call('people.networks', { path, kind: 'networks', asOf: '2026-01-01' });
    const took = performance.now() - before;
    expect(taken).toMatchObject({ ranges: count, refused: 0 });
    const asked = performance.now();
    const [person] = (await desk.call('people.list', {})).people;
    const { links } = await desk.call('people.show', { id: person?.id ?? 0 });
    const shown = performance.now() - asked;
    // 1.0.16.9 lies in range 256, by the count of the lines alone.
    expect(links.find(({ value }) => value === '1.0.16.9')?.sighting?.networks).toMatchObject([{ country: 'JP', row: 257 }]);
    if (process.env['TRACEHOLD_NETWORKS'] !== undefined)
      process.stdout.write(`${count} ranges: taken in ${Math.round(took)} ms, a person shown ${Math.round(shown)} ms\n`);
    expect(shown).toBeLessThan(1_000);
  }, 120_000);
});
