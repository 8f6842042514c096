// Every code that the engine can give of account chains and tables has a sentence in the window. Codes are types only, so they are read
// out of the sources that define them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { accountPolicies } from '../../main/engine/trace/accounts/index.ts';
import { ACCOUNT_POLICIES, ONLY_FORWARD } from '../../renderer/tasks/accounts/trace/draft.ts';

const ROOT = join(import.meta.dirname, '..', '..');
type Section = 'rowReasons' | 'tableFlags' | 'transferKinds' | 'accountEvents' | 'accountStates';
const ui = JSON.parse(readFileSync(join(ROOT, 'resources/locales/en/ui.json'), 'utf8')) as Record<Section, object> & {
  readonly terms: { readonly accountPolicy: object };
};
const source = (path: string): string => readFileSync(join(ROOT, 'main/engine', path), 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, '');

/** The strings of one union type. */
function union(path: string, name: string): string[] {
  const body = new RegExp(`type ${name} =([\\s\\S]*?);\\n`).exec(source(path))?.[1] ?? '';
  const found = [...body.matchAll(/\| '([A-Za-z:]+)'|= '([A-Za-z:]+)'|^ '([A-Za-z:]+)'/gm)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  if (found.length === 0) throw new Error(`${path}: no union ${name}`);
  return found;
}

const lacking = (codes: readonly string[], sentences: object): string[] => codes.filter((code) => !(code in sentences));

describe('words of account chains', () => {
  it('covers why a row was rejected', () => {
    const codes = [
      ...union('intake/tables/mapping.ts', 'RejectionReason'),
      ...union('intake/tables/rows.ts', 'RowProblem'),
      ...union('intake/tables/amounts.ts', 'AmountProblem'),
      ...union('intake/tables/times.ts', 'TimeProblem'),
    ];
    expect(codes.length).toBeGreaterThan(18);
    expect(lacking(codes, ui.rowReasons)).toEqual([]);
  });
  it('covers what a table gives away', () => {
    const codes = [...source('intake/tables/tableFlag.ts').matchAll(/code: '(\w+)'/g)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(8);
    expect(lacking(codes, ui.tableFlags)).toEqual([]);
  });
  it('covers movements and events', () => {
    expect(lacking(union('chains/accountFamily.ts', 'TransferKind'), ui.transferKinds)).toEqual([]);
    expect(lacking(union('chains/accountFamily.ts', 'AccountEventKind'), ui.accountEvents)).toEqual([]);
  });
  it('covers where a trace ends and what stops it', () => {
    const states = union('trace/accounts/run.ts', 'AccountEndState').map((state) => state.replace(':', '-'));
    expect(states).toContain('paused-unknownLedger');
    expect(lacking(states, ui.accountStates)).toEqual([]);
  });
  it('offers exactly the policies of the engine, each explained', () => {
    expect([...ACCOUNT_POLICIES].sort()).toEqual(accountPolicies.entries.map(({ id }) => id).sort());
    expect(lacking(ACCOUNT_POLICIES, ui.terms.accountPolicy)).toEqual([]);
    const backward = accountPolicies.entries.filter(({ directions }) => directions.includes('backward')).map(({ id }) => id);
    expect(ACCOUNT_POLICIES.filter((id) => !backward.includes(id))).toEqual(ONLY_FORWARD);
  });
});
