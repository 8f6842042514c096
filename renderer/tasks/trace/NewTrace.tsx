// Starting a trace: from which outputs, which way, by which policies, where to stop, and the question written down first.
import { Button, FormGroup, HTMLSelect, InputGroup, Intent, SegmentedControl, Tag, TextArea } from '@blueprintjs/core';
import { Path, Plus } from '@blueprintjs/icons';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { shortId, shortOutpoint } from '../../design/ids.ts';
import { JobProgress, Panel, ScreenHead } from '../../design/pieces.tsx';
import { StatementBadge, Term } from '../../design/statements.tsx';
import { useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { seedKind, seedsIn } from './request.ts';
import { SeedOutputs } from './SeedOutputs.tsx';
import { type ChosenStops, stopsOf, StopRules } from './StopRules.tsx';

export function NewTrace(): ReactNode {
  const say = useWords();
  const { catalog, sources, place, work, go } = useSession();
  const [seeds, setSeeds] = useState<readonly string[]>(place.seeds ?? []);
  const [text, setText] = useState('');
  const [direction, setDirection] = useState<'forward' | 'backward'>('forward');
  const [chain, setChain] = useState('');
  const [primary, setPrimary] = useState('');
  const [question, setQuestion] = useState('');
  const [reason, setReason] = useState('');
  const [stops, setStops] = useState<ChosenStops>({});
  useEffect(() => {
    if (place.seeds !== undefined) setSeeds(place.seeds);
  }, [place.seeds]);

  const policies = catalog.policies.filter((policy) => policy.directions.includes(direction));
  // No default: which policy leads the report is the examiner's decision.
  const chosenPrimary = policies.some((policy) => policy.id === primary) ? primary : '';
  const chains = sources?.chains ?? [];
  const decimals = catalog.chains.find((entry) => entry.id === (chain === '' ? chains[0]?.chain : chain))?.decimals ?? 8;
  const chosenStops = stopsOf(catalog.stops, stops, decimals);
  const ready = seeds.length > 0 && question.trim() !== '' && reason.trim() !== '' && chosenPrimary !== '' && chosenStops !== null;

  const add = (event: FormEvent) => {
    event.preventDefault();
    setSeeds((before) => [...new Set([...before, ...seedsIn(text)])]);
    setText('');
  };
  const start = async () => {
    if (chosenStops === null) return;
    const result = await work('trace.run', say('trace.working', { question: question.trim() }), {
      from: [...seeds],
      direction,
      policies: ['all'],
      stops: chosenStops,
      question: question.trim(),
      primary: chosenPrimary,
      reason: reason.trim(),
      ...(chain === '' ? {} : { chain }),
    });
    if (result !== null) go({ task: 'flow', run: result.run });
  };
  const policyWord = (id: string) => (say.has(`terms.policy.${id}.word`) ? say(`terms.policy.${id}.word`) : id);
  return (
    <div className="th-screen">
      <ScreenHead title={say('trace.title')} about={say('trace.about')} />
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
                onValueChange={setText}
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
                    onRemove={() => setSeeds((before) => before.filter((other) => other !== seed))}
                    className="th-mono"
                  >
                    {say(`trace.seed.${kind}`, { seed: kind === 'outpoint' ? shortOutpoint(seed) : shortId(seed) })}
                  </Tag>
                );
              })}
            </div>
            <SeedOutputs seeds={seeds} onSeeds={setSeeds} />
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
                  onValueChange={(value) => setDirection(value as 'forward' | 'backward')}
                />
              </FormGroup>
              {chains.length > 1 ? (
                <FormGroup label={say('sources.chain')} labelFor="trace-chain">
                  <HTMLSelect
                    id="trace-chain"
                    fill
                    value={chain}
                    onChange={(event) => setChain(event.currentTarget.value)}
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
                  onChange={(event) => setPrimary(event.currentTarget.value)}
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
        </div>
        <div className="th-stack">
          <Panel
            title={
              <>
                <span className="th-number">3</span> <Term id="stops">{say('trace.stops')}</Term>
              </>
            }
          >
            <StopRules rules={catalog.stops} chosen={stops} onChosen={setStops} decimals={decimals} />
          </Panel>
          <Panel
            title={
              <>
                <span className="th-number">4</span> {say('trace.record')}
              </>
            }
          >
            <p className="th-muted th-small">{say('trace.recordAbout')}</p>
            <FormGroup label={say('trace.question')} labelFor="trace-question">
              <TextArea
                id="trace-question"
                fill
                value={question}
                onChange={(event) => setQuestion(event.currentTarget.value)}
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
                onChange={(event) => setReason(event.currentTarget.value)}
                placeholder={say('trace.reasonExample')}
              />
            </FormGroup>
            <Button
              intent={Intent.PRIMARY}
              size="large"
              icon={<Path />}
              text={say('trace.start')}
              disabled={!ready}
              onClick={() => void start()}
            />
            {ready ? null : (
              <p className="th-muted th-small">
                {say(
                  seeds.length === 0
                    ? 'trace.needSeeds'
                    : chosenStops === null
                      ? 'trace.needStops'
                      : chosenPrimary === ''
                        ? 'trace.needPrimary'
                        : 'trace.needWords',
                )}
              </p>
            )}
            <JobProgress name="trace.run" />
          </Panel>
        </div>
      </div>
    </div>
  );
}
