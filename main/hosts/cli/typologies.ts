// Commands for typologies: the rules, a run over the case, its findings, what the examiner makes of them, and the self-test.
import type { CallInput, CallOutput } from '../../../shared/contract/index.ts';
import type { FindingDetail } from '../../../shared/contract/typology.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { becauseText, conditionsText, figureText, type FindingWords, ruleTitle, signsText } from '../../../shared/words/index.ts';
import { assetName, timeText, units } from './accountWords.ts';
import { commaList, wholeNumber } from './arguments.ts';
import { CASE_OPTION, type CommandSpec, type Desk, type Given, OPEN_OPTIONS } from './command.ts';
import { renderPairs, renderTable, sections } from './table.ts';

const MOST_SHOWN = 20;

function wordsOf(desk: Desk): FindingWords {
  return {
    say: (key, parameters) => desk.say(`typologies.${key}`, parameters),
    amount: (value, asset) => `${units(value, asset)} ${assetName(asset, desk)}`,
  };
}

export const typologyCommands: readonly CommandSpec[] = [
  {
    words: ['typologies', 'rules'],
    positionals: [],
    options: [],
    async run(_given, desk) {
      const document = await desk.call('typologies.rules', {});
      return { exit: 0, document, text: rulesText(document, desk) };
    },
  },
  {
    words: ['typologies', 'run'],
    positionals: [],
    options: [
      CASE_OPTION,
      { name: 'typology', value: 'LIST', many: true },
      { name: 'set', value: 'RULE.NAME=N', many: true },
      { name: 'asset-limit', value: 'RULE:ASSET=AMOUNT', many: true },
      { name: 'try' },
      ...OPEN_OPTIONS,
    ],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const rules = await askedRules(given, desk);
        if (given.has('try')) {
          const document = [];
          for (const one of rules) document.push(await desk.call('typologies.try', one));
          return { exit: 0, document, text: countsText(document, new Map(), desk) };
        }
        const document = await desk.call('typologies.run', { rules });
        const times = new Map(document.milliseconds.map(({ rule, milliseconds }) => [rule, milliseconds]));
        const head = desk.say('cli.typologies.ran', { run: document.run, payments: document.payments });
        const bounds = document.bounds.map((one) => desk.say(`typologies.bound.${one.code}`, { count: one.count }));
        return { exit: 0, document, text: sections(head, countsText(document.counts, times, desk), bounds.join('\n')) };
      }),
  },
  {
    words: ['typologies', 'list'],
    positionals: [],
    options: [CASE_OPTION, { name: 'near' }, { name: 'typology', value: 'LIST', many: true }, { name: 'run', value: 'N' }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const run = given.optional('run');
        const [rule] = commaList(given.list('typology'));
        const document = await desk.call('typologies.list', {
          ...{ kind: given.has('near') ? 'near' : 'finding', limit: 500 },
          ...(rule === undefined ? {} : { rule: /@/.test(rule) ? rule : await versioned(rule, desk) }),
          ...(run === undefined ? {} : { run: wholeNumber('run', run, 1) }),
        });
        const words = wordsOf(desk);
        const rows = document.findings.map((one) => [
          ...[String(one.finding), ruleTitle(words, one.rule), one.subject.id, conditionsText(words, one), String(one.payments)],
          desk.say(`typologies.standing.${one.standing}`),
        ]);
        const more = document.total - document.findings.length;
        const text = rows.length === 0 ? desk.say('typologies.noneHere') : renderTable(findingColumns(desk), rows, desk.width);
        return { exit: 0, document, text: sections(text, more === 0 ? '' : desk.say('cli.more', { count: more })) };
      }),
  },
  {
    words: ['typologies', 'show'],
    positionals: [{ name: 'FINDING', required: true, many: false }],
    options: [CASE_OPTION, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const document = await desk.call('typologies.finding', { finding: wholeNumber('FINDING', given.text('FINDING'), 1) });
        return { exit: 0, document, text: findingText(document, desk) };
      }),
  },
  judgeCommand('accept', 'accepted'),
  judgeCommand('dismiss', 'dismissed'),
  {
    words: ['typologies', 'self-test'],
    positionals: [],
    options: [],
    async run(_given, desk) {
      const document = await desk.call('typologies.selfTest', {});
      const words = wordsOf(desk);
      const table = renderTable(
        [
          { title: desk.say('cli.column.rule') },
          ...['planted', 'found', 'missed'].map((name) => ({ title: desk.say(`cli.column.${name}`), align: 'right' as const })),
          { title: desk.say('cli.column.honestFound') },
        ],
        document.rows.map(({ rule, planted, found, honest, foundHonest }) => [
          ...[rule, String(planted), String(found), String(planted - found)],
          `${foundHonest.reduce((sum, { count }) => sum + count, 0)}/${honest}  ${foundHonest
            .map(({ code, count }) => `${words.say(`honest.${code}`)} ${count}`)
            .join(', ')}`,
        ]),
        desk.width,
      );
      return { exit: 0, document, text: sections(`${words.say('selfTest')}. ${words.say('selfTestAbout')}`, table) };
    },
  },
];

function judgeCommand(word: string, verdict: 'accepted' | 'dismissed'): CommandSpec {
  return {
    words: ['typologies', word],
    positionals: [{ name: 'FINDING', required: true, many: false }],
    options: [CASE_OPTION, { name: 'reason', value: 'TEXT', required: true }, ...OPEN_OPTIONS],
    run: (given, desk) =>
      desk.withCase(given, given.text('case'), async () => {
        const finding = wholeNumber('FINDING', given.text('FINDING'), 1);
        const document = await desk.call('typologies.judge', { finding, verdict, reason: given.text('reason') });
        return { exit: 0, document, text: desk.say(`cli.typologies.${verdict}`, { finding, rule: document.rule }) };
      }),
  };
}

function findingColumns(desk: Desk) {
  return [
    { title: desk.say('cli.column.number'), align: 'right' as const },
    { title: desk.say('cli.column.rule') },
    { title: desk.say('cli.column.account'), id: true },
    { title: desk.say('cli.column.why') },
    { title: desk.say('cli.column.payments'), align: 'right' as const },
    { title: desk.say('cli.column.state') },
  ];
}

async function versioned(id: string, desk: Desk): Promise<string> {
  const { rules } = await desk.call('typologies.rules', {});
  const rule = rules.find((one) => one.id === id);
  return rule === undefined ? id : `${rule.id}@${rule.version}`;
}

/** All rules where none is named; those that cannot do without a limit only where one is stated. */
async function askedRules(given: Given, desk: Desk): Promise<CallInput<'typologies.run'>['rules']> {
  const { rules } = await desk.call('typologies.rules', {});
  const parameters = new Map<string, Record<string, number>>();
  for (const text of given.list('set')) {
    const [, rule, name, value] = /^(\w+)\.(\w+)=(-?\d{1,12})$/.exec(text) ?? [];
    if (rule === undefined || name === undefined)
      throw new Fault('usage.badValue', { option: '--set', value: text, expected: 'RULE.NAME=N' });
    parameters.set(rule, { ...parameters.get(rule), [name]: Number(value) });
  }
  const limits = await statedLimits(given, desk);
  const named = commaList(given.list('typology'));
  const wanted = named.length > 0 ? named : rules.filter(({ id, limits: use }) => use !== 'required' || limits.has(id)).map(({ id }) => id);
  const strange = [...parameters.keys(), ...limits.keys()].find((id) => !wanted.includes(id));
  if (strange !== undefined) throw new Fault('typology.badRule', { rule: strange, known: wanted.join(', ') });
  return wanted.map((rule) => ({ rule, parameters: parameters.get(rule) ?? {}, limits: limits.get(rule) ?? {} }));
}

/** `RULE:ASSET=AMOUNT`, in whole units of the asset; the asset by its symbol or key. */
async function statedLimits(given: Given, desk: Desk): Promise<Map<string, Record<string, string>>> {
  const found = new Map<string, Record<string, string>>();
  const stated = given.list('asset-limit');
  if (stated.length === 0) return found;
  const { assets } = await desk.call('typologies.input', {});
  for (const text of stated) {
    const [, rule, asset, whole, fraction = ''] = /^(\w+):(.{1,200})=(\d{1,40})(?:\.(\d{1,30}))?$/.exec(text) ?? [];
    const meant = assets.filter(({ key, symbol }) => key === asset || symbol === asset);
    const bad = (): never => {
      throw new Fault('usage.badValue', { option: '--asset-limit', value: text, expected: 'RULE:ASSET=AMOUNT' });
    };
    if (rule === undefined || whole === undefined || meant.length === 0) return bad();
    for (const { key, decimals } of meant) {
      if (fraction.length > (decimals ?? 0)) return bad();
      const amount = BigInt(`${whole}${fraction.padEnd(decimals ?? 0, '0')}`);
      found.set(rule, { ...found.get(rule), [key]: `${amount}` });
    }
  }
  return found;
}

function rulesText({ rules, limitTable }: CallOutput<'typologies.rules'>, desk: Desk): string {
  const words = wordsOf(desk);
  const blocks = rules.map((rule) =>
    renderPairs([
      [desk.say('cli.field.rule'), `${rule.id}@${rule.version}  ${ruleTitle(words, rule.id)}`],
      [desk.say('cli.field.meaning'), words.say(`${rule.id}.rule`)],
      ...rule.parameters.map(
        ({ id, unit, standard, least, most }, at) =>
          [
            at === 0 ? words.say('parameters') : '',
            `${id}: ${words.say(`parameter.${id}`)} = ${figureText(words, unit, `${standard}`, null)} (${standard}; ${least}–${most})`,
          ] as const,
      ),
      [words.say('fatf'), words.say(`heading.${rule.heading}`)],
      [desk.say('cli.field.citation'), rule.citation],
      [words.say('innocentIs'), rule.innocent.map((code) => words.say(`innocent.${code}`)).join('; ')],
    ]),
  );
  const table = renderTable(
    ['id', 'kind', 'amount', 'source'].map((name) => ({ title: desk.say(`cli.column.${name}`) })),
    limitTable.map(({ id, jurisdiction, kind, currency, amount, source, stated }) => [
      ...[id, `${jurisdiction} ${words.say(`limitLaw.${kind}`)}`, `${amount} ${currency}`, `${source} (${stated})`],
    ]),
    desk.width,
  );
  return sections(...blocks, words.say('startingValues'), words.say('limitTableAbout'), table);
}

function countsText(counts: readonly CallOutput<'typologies.try'>[], times: ReadonlyMap<string, number>, desk: Desk): string {
  return renderTable(
    [
      { title: desk.say('cli.column.rule') },
      ...['findings', 'nearMisses', 'milliseconds'].map((name) => ({ title: desk.say(`cli.column.${name}`), align: 'right' as const })),
      { title: desk.say('cli.column.notLooked') },
    ],
    counts.map(({ rule, findings, nearMisses, bounds }) => [
      ...[rule, String(findings), String(nearMisses), String(times.get(rule) ?? '')],
      bounds.map(({ code, count }) => desk.say(`typologies.bound.${code}`, { count })).join('; '),
    ]),
    desk.width,
  );
}

function findingText(finding: FindingDetail, desk: Desk): string {
  const words = wordsOf(desk);
  const { assets, figures, flows } = finding;
  const near = finding.kind === 'near';
  const head = renderPairs([
    [desk.say('cli.column.number'), String(finding.finding)],
    [desk.say('cli.field.rule'), `${finding.rule}  ${ruleTitle(words, finding.rule)}`],
    [desk.say('cli.field.account'), `${finding.subject.id}  ${finding.subject.chain}`],
    [desk.say('cli.field.because'), near ? conditionsText(words, finding) : becauseText(words, finding)],
    ...figures.map(
      ({ code, unit, asset, value }) =>
        [words.say(`figure.${code}`), figureText(words, unit, value, asset === null ? null : assets[asset])] as const,
    ),
    ...signsText(words, finding.signs).map((text, at) => [at === 0 ? words.say('signs') : '', text] as const),
    [words.say('innocentIs'), finding.innocent.map((code) => words.say(`innocent.${code}`)).join('; ')],
    ...(finding.missing.length === 0
      ? []
      : [[words.say('missingTitle'), finding.missing.map((code) => words.say(`missing.${code}`)).join('; ')] as const]),
    [desk.say('cli.column.state'), `${words.say(`standing.${finding.standing}`)}${finding.reason === null ? '' : `: ${finding.reason}`}`],
  ]);
  const rests = flows.slice(0, MOST_SHOWN).map(({ timeSeconds, transaction, from, to, asset, amount }) => {
    const of = assets[asset];
    return `  ${timeText(timeSeconds)}  ${transaction}  ${from ?? '–'} → ${to ?? '–'}  ${of === undefined ? amount : words.amount(amount, of)}`;
  });
  const more = flows.length - rests.length + finding.moreFlows;
  return sections(
    near ? words.say('nearIs') : words.say('inference', { rule: finding.rule }),
    head,
    [words.say('matched'), ...rests, ...(more === 0 ? [] : [`  ${desk.say('cli.more', { count: more })}`])].join('\n'),
    finding.transactions.map(({ id }) => `  ${id}`).join('\n'),
    words.say('fresh'),
  );
}
