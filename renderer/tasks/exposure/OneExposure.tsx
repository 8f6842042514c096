// Exposure of one address or labelled party: asked, worked out, shown.
import { Button, FormGroup, InputGroup, Intent, SegmentedControl } from '@blueprintjs/core';
import { HorizontalBarChart } from '@blueprintjs/icons';
import { type ReactNode, useEffect, useRef } from 'react';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { bookText, scopeTexts, stopsText } from '../../../shared/words/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Panel } from '../../design/pieces.tsx';
import { JobPanel } from '../../session/JobPanel.tsx';
import { useKept, useSession } from '../../session/session.ts';
import { askedOf, isNumber, useDraft } from './asked.ts';
import { AskedForm } from './AskedForm.tsx';
import { ExposedView } from './ExposedView.tsx';
import { useExposureWords } from './words.ts';

type Answer = CallOutput<'exposure.of'>;
interface Typed {
  readonly text: string;
  readonly chain: string | undefined;
  readonly byName: boolean;
}

const NOTHING: Typed = { text: '', chain: undefined, byName: false };
const NO_ANSWER: { readonly answer: Answer | null } = { answer: null };

export function OneExposure(): ReactNode {
  const words = useExposureWords();
  const { work, jobs, place } = useSession();
  const [draft] = useDraft();
  const [typed, setTyped] = useKept('exposure.typed', NOTHING);
  const [{ answer }, setAnswer] = useKept('exposure.answer', NO_ANSWER);
  const isRunning = jobs.some(({ name }) => name === 'exposure.of');
  const text = typed.text.trim();
  const find = async (of: Typed) => {
    setAnswer(NO_ANSWER);
    const address = of.text.trim();
    const subject = of.byName ? { name: address } : { address, ...(of.chain === undefined ? {} : { chain: of.chain }) };
    const made = await work('exposure.of', words.say('working'), { subject, ...askedOf(draft) }, address);
    if (made !== null) setAnswer({ answer: made });
  };
  // An address page leads here with the address: it is asked at once, each time one comes.
  const arrived = useRef<unknown>(null);
  useEffect(() => {
    if (place.text === undefined || arrived.current === place) return;
    arrived.current = place;
    const brought = { text: place.text, chain: place.chain, byName: false };
    setTyped(brought);
    void find(brought);
  });
  return (
    <>
      <Panel title={words.say('title')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text !== '' && !isRunning) void find(typed);
          }}
        >
          <div className="th-form th-form-line">
            <FormGroup label={words.say('address')} labelFor="exposure-address" className="th-exposure-address">
              <InputGroup
                id="exposure-address"
                className="th-mono"
                value={typed.text}
                spellCheck={false}
                onValueChange={(value) => setTyped({ ...typed, text: value, chain: undefined })}
              />
            </FormGroup>
            <SegmentedControl
              options={[
                { value: 'address', label: words.say('asAddress') },
                { value: 'name', label: words.say('asName') },
              ]}
              value={typed.byName ? 'name' : 'address'}
              onValueChange={(value) => setTyped({ ...typed, byName: value === 'name' })}
            />
            <Button
              type="submit"
              intent={Intent.PRIMARY}
              icon={<HorizontalBarChart />}
              text={words.say('find')}
              disabled={text === '' || isRunning || !isNumber(draft.mostHops) || !isNumber(draft.busy)}
            />
          </div>
          <AskedForm of="one" />
        </form>
        <JobPanel names={['exposure.of']} />
      </Panel>
      {answer === null ? null : <Found answer={answer} />}
    </>
  );
}

function Found({ answer: { exposed, asked, policy, book, payments } }: { readonly answer: Answer }): ReactNode {
  const words = useExposureWords();
  return (
    <Panel title={<span className="th-mono">{exposed.text}</span>} className="th-exposure-found">
      {payments === 0 ? <p>{words.say('noPayments')}</p> : <ExposedView exposed={exposed} />}
      <p className="th-muted th-small">
        {words.say('policy')}: {policy}. {words.say('report.stops', { stops: stopsText(words, asked) })}.{' '}
        {scopeTexts(words, policy, payments)
          .slice(1)
          .map((one) => one.replace(String(payments), groupThousands(payments)))
          .join(' ')}{' '}
        {bookText(words, book)}
      </p>
    </Panel>
  );
}
