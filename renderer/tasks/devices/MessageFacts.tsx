// A message of an export as it states itself: app, chat, people, direction, time as written, and the zone only where the file states one; or a page of
// a browser's history: title, last visit, how often.
import type { ReactNode } from 'react';
import type { SeizedMessage } from '../../../shared/contract/deviceReadings.ts';
import { groupThousands } from '../../design/amounts.ts';
import { Facts } from '../../design/pieces.tsx';
import { useDeviceWords } from './words.tsx';

type Stated = Pick<
  SeizedMessage,
  'app' | 'chat' | 'participants' | 'sender' | 'direction' | 'time' | 'instant' | 'text' | 'about' | 'visit'
>;

export function MessageFacts({ message }: { readonly message: Stated }): ReactNode {
  const word = useDeviceWords();
  if (message.visit !== undefined) return <VisitFacts message={message} visit={message.visit} />;
  const { app, chat, participants, sender, direction, time, instant, about = [] } = message;
  return (
    <Facts
      rows={[
        [word('message.app'), app],
        [word('message.chat'), chat],
        participants.length === 0 ? null : [word('message.participants'), participants.join(', ')],
        [word('message.sender'), `${sender === '' ? word('message.noSender') : sender} (${word(`direction.${direction}`)})`],
        [
          word('message.time'),
          <span key="time">
            <span>{time}</span>
            <span className="th-muted">{instant === null ? word('message.noZone') : instant}</span>
          </span>,
        ],
        ...about.map(({ code, value }) => [word.coded('messageAbout', code), value] as const),
      ]}
    />
  );
}

/** The title stands below the page's address. */
function VisitFacts({ message, visit }: { readonly message: Stated; readonly visit: NonNullable<Stated['visit']> }): ReactNode {
  const word = useDeviceWords();
  const { app, text, time, instant } = message;
  const title = text.split('\n')[1] ?? '';
  return (
    <>
      <Facts
        rows={[
          [word('visit.browser'), app],
          title === '' ? null : [word('visit.title'), title],
          [
            word('visit.last'),
            <span key="time">
              <span>{instant ?? word('visit.noTime')}</span>
              {time === '' ? null : <span className="th-muted">{word('visit.stored', { time })}</span>}
            </span>,
          ],
          visit.count === null ? null : [word('visit.count'), groupThousands(visit.count)],
          visit.first === null ? null : [word('visit.first'), visit.first],
        ]}
      />
      <p className="th-muted th-small">{word('visit.meaning')}</p>
    </>
  );
}
