// A message of an export as it states itself: app, chat, people, direction, time as written, and the zone only where the file states one.
import type { ReactNode } from 'react';
import type { SeizedMessage } from '../../../shared/contract/deviceReadings.ts';
import { Facts } from '../../design/pieces.tsx';
import { useDeviceWords } from './words.tsx';

type Stated = Pick<SeizedMessage, 'app' | 'chat' | 'participants' | 'sender' | 'direction' | 'time' | 'instant' | 'about'>;

export function MessageFacts({ message }: { readonly message: Stated }): ReactNode {
  const word = useDeviceWords();
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
            {instant === time ? null : <span className="th-muted">{instant ?? word('message.noZone')}</span>}
          </span>,
        ],
        ...about.map(({ code, value }) => [word.coded('messageAbout', code), value] as const),
      ]}
    />
  );
}
