// Starting a trace: from which outputs, which way, by which policies, where to stop, and the question written down first.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent, SegmentedControl, Tag, TextArea } from '@blueprintjs/core';
import { Path, Plus } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { shortId, shortOutpoint } from '../../design/ids.ts';
import { Panel, ScreenHead } from '../../design/pieces.tsx';
import { StatementBadge, Term } from '../../design/statements.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useSession, useKept } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { type Answer, type Question, useArchives, useCost } from '../archives/asking.ts';
import { KindSwitch } from '../kinds.tsx';
import { EMPTY_DRAFT, type TraceDraft, useDraft } from './draft.ts';
import { LookFirst } from './LookFirst.tsx';
import { seedKind, seedsIn } from './request.ts';
import { SeedOutputs } from './SeedOutputs.tsx';
import { stopsOf, StopRules } from './StopRules.tsx';

const NO_ANSWERS: readonly Answer[] = [];

export function NewTrace(): ReactNode {
  const say = useWords();
  const { catalog, sources, place, jobs, work, go, noteDone } = useSession();
  const [draft, setDraft] = useDraft();
  const [answers, setAnswers] = useKept<readonly Answer[]>('trace.answers', NO_ANSWERS);
  const [version, setVersion] = useState(0);
  const { seeds, text, direction, chain, question, reason, stops } = draft;
  const change = (part: Partial<TraceDraft>) => setDraft({ ...draft, ...part });
  // biome-ignore lint/correctness/useExhaustiveDependencies: seeds are put forward once; what is typed later stays
  useEffect(() => {
    if (place.seeds !== undefined) change({ seeds: place.seeds });
  }, [place.seeds]);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);

  const policies = catalog.policies.filter((policy) => policy.directions.includes(direction));
  // No default: which policy leads the report is the examiner's decision.
  const chosenPrimary = policies.some((policy) => policy.id === draft.primary) ? draft.primary : '';
  const chains = sources?.chains ?? [];
  const decimals = catalog.chains.find((entry) => entry.id === (chain === '' ? chains[0]?.chain : chain))?.decimals ?? 8;
  const chosenStops = stopsOf(catalog.stops, stops, decimals);
  const archives = useArchives(chain === '' ? null : chain);
  const looks = archives.length > 0 && draft.look;
  const asked: Question | null =
    seeds.length === 0 || chosenStops === null
      ? null
      : {
          ...{ kind: direction, from: [...seeds], policies: ['all'], stops: chosenStops },
          ...(chain === '' ? {} : { chain }),
          ...(direction === 'forward' && draft.thorough ? { thorough: true } : {}),
          ...(archives.some((archive) => archive.id === draft.source) ? { source: draft.source } : {}),
        };
  const running = jobs.some((job) => job.about === 'trace');
  const cost = useCost(looks && !running ? asked : null, version);
  const unknownSeeds = direction === 'backward' && (cost.costs?.some((one) => one.idsToFind > 0) ?? false);
  const needs =
    seeds.length === 0
      ? 'trace.needSeeds'
      : chosenStops === null
        ? 'trace.needStops'
        : chosenPrimary === ''
          ? 'trace.needPrimary'
          : question.trim() === '' || reason.trim() === ''
            ? 'trace.needWords'
            : looks && cost.costs === null
              ? 'trace.needCost'
              : unknownSeeds
                ? 'trace.needPlace'
                : null;

  const add = (event: FormEvent) => {
    event.preventDefault();
    change({ seeds: [...new Set([...seeds, ...seedsIn(text)])], text: '' });
  };
  const start = async () => {
    if (chosenStops === null || asked === null) return;
    setAnswers(NO_ANSWERS);
    if (looks) {
      const found = await work('question.ask', say('trace.asking', { question: question.trim() }), asked, 'trace');
      if (found === null) return;
      setAnswers(found.results);
      setVersion((before) => before + 1);
    }
    const input = {
      ...{ from: [...seeds], direction, policies: ['all'], stops: chosenStops, question: question.trim() },
      ...{ primary: chosenPrimary, reason: reason.trim(), ...(chain === '' ? {} : { chain }) },
    };
    const result = await work('trace.run', say('trace.working', { question: question.trim() }), input, 'trace');
    if (result === null) return;
    setDraft(EMPTY_DRAFT);
    setAnswers(NO_ANSWERS);
    const show = () => go({ task: 'flow', run: result.run });
    // Whoever looks at something else meanwhile is told, not moved.
    if (here.current) show();
    else noteDone(say('trace.finished', { run: result.run }), { text: say('runs.open'), onClick: show });
  };
  const policyWord = (id: string) => (say.has(`terms.policy.${id}.word`) ? say(`terms.policy.${id}.word`) : id);
  return (
    <div className="th-screen">
      <ScreenHead title={say('trace.title')} about={say('trace.about')}>
        <KindSwitch />
      </ScreenHead>
      <div className="th-columns th-columns-wide">
        <div className="th-stack">
          <Panel
            title={
              <>
                <span className="th-number">1</span> <Term id="seed">{say('trace.from')}</Term>
              </>
            }
          >
            <form onSubmit={add} className="th-explore-find">
              <InputGroup
                className="th-mono"
                value={text}
                onValueChange={(value) => change({ text: value })}
                placeholder={say('trace.fromExample')}
                aria-label={say('trace.fromLabel')}
                fill
              />
              <Button type="submit" icon={<Plus />} text={say('trace.add')} disabled={text.trim() === ''} />
            </form>
            {seeds.length === 0 ? <p className="th-muted">{say('trace.noSeeds')}</p> : null}
            <div className="th-seeds">
              {seeds.map((seed) => {
                const kind = seedKind(seed);
                return (
                  <Tag
                    key={seed}
                    minimal
                    size="large"
                    title={seed}
                    onRemove={() => change({ seeds: seeds.filter((other) => other !== seed) })}
                    className="th-mono"
                  >
                    {say(`trace.seed.${kind}`, { seed: kind === 'outpoint' ? shortOutpoint(seed) : shortId(seed) })}
                  </Tag>
                );
              })}
            </div>
            <SeedOutputs seeds={seeds} looks={looks} onSeeds={(chosen) => change({ seeds: chosen })} />
          </Panel>
          <Panel
            title={
              <>
                <span className="th-number">2</span> {say('trace.way')}
              </>
            }
          >
            <div className="th-form-two">
              <FormGroup label={say('trace.direction')}>
                <SegmentedControl
                  fill
                  options={(['forward', 'backward'] as const).map((value) => ({ value, label: say(`directions.${value}`) }))}
                  value={direction}
                  onValueChange={(value) => change({ direction: value as 'forward' | 'backward' })}
                />
              </FormGroup>
              {chains.length > 1 ? (
                <FormGroup label={say('sources.chain')} labelFor="trace-chain">
                  <HTMLSelect
                    id="trace-chain"
                    fill
                    value={chain}
                    onChange={(event) => change({ chain: event.currentTarget.value })}
                    options={[
                      { value: '', label: say('trace.chainAuto') },
                      ...chains.map((entry) => ({ value: entry.chain, label: entry.name })),
                    ]}
                  />
                </FormGroup>
              ) : null}
              <FormGroup label={<Term id="primaryPolicy">{say('trace.primary')}</Term>} labelFor="trace-primary">
                <HTMLSelect
                  id="trace-primary"
                  fill
                  value={chosenPrimary}
                  onChange={(event) => change({ primary: event.currentTarget.value })}
                  options={[
                    { value: '', label: say('trace.choosePrimary') },
                    ...policies.map((policy) => ({ value: policy.id, label: policyWord(policy.id) })),
                  ]}
                />
              </FormGroup>
            </div>
            {chosenPrimary === '' ? null : (
              <p className="th-small">
                {say.has(`terms.policy.${chosenPrimary}.is`) ? say(`terms.policy.${chosenPrimary}.is`) : null}{' '}
                <StatementBadge kind="assumption" />
              </p>
            )}
            <p className="th-muted th-small">
              {say('trace.allPolicies', { policies: policies.map((policy) => policyWord(policy.id)).join(', ') })}
            </p>
          </Panel>
          {archives.length === 0 ? null : (
            <LookFirst
              draft={draft}
              onChange={change}
              cost={cost}
              archives={archives}
              unknownSeeds={unknownSeeds}
              answers={answers}
              running={running}
              onSearched={() => setVersion((before) => before + 1)}
            />
          )}
        </div>
        <div className="th-stack">
          <Panel
            title={
              <>
                <span className="th-number">{archives.length === 0 ? 3 : 4}</span> <Term id="stops">{say('trace.stops')}</Term>
              </>
            }
          >
            <StopRules rules={catalog.stops} chosen={stops} onChosen={(chosen) => change({ stops: chosen })} decimals={decimals} />
          </Panel>
          <Panel
            title={
              <>
                <span className="th-number">{archives.length === 0 ? 4 : 5}</span> {say('trace.record')}
              </>
            }
          >
            <p className="th-muted th-small">{say('trace.recordAbout')}</p>
            <FormGroup label={say('trace.question')} labelFor="trace-question">
              <TextArea
                id="trace-question"
                fill
                value={question}
                onChange={(event) => change({ question: event.currentTarget.value })}
                placeholder={say('trace.questionExample')}
              />
            </FormGroup>
            <FormGroup
              label={chosenPrimary === '' ? say('trace.reasonOpen') : say('trace.reason', { policy: policyWord(chosenPrimary) })}
              labelFor="trace-reason"
            >
              <TextArea
                id="trace-reason"
                fill
                value={reason}
                onChange={(event) => change({ reason: event.currentTarget.value })}
                placeholder={say('trace.reasonExample')}
              />
            </FormGroup>
            <Button
              intent={Intent.PRIMARY}
              size="large"
              icon={<Path />}
              text={say(looks ? 'trace.startAsking' : 'trace.start')}
              disabled={needs !== null || running}
              onClick={() => void start()}
            />
            {needs === null || running ? null : <p className="th-muted th-small">{say(needs)}</p>}
            <JobPanel names={['trace.run', 'question.ask']} about="trace" />
          </Panel>
        </div>
      </div>
    </div>
  );
}
