// The phone of practice case four as an extraction hands it over: a report of its chats, and an export of another chat as text. Half of a phrase
// stands in one, place and sum of a handover in the other.
import { strToU8, zipSync } from 'fflate';

export const HANDOVER_PLACE = 'Locker 4, Minato station, 04:30';
const TRAINING = 'Training material: proves nothing about real coins. Everybody in it is made up.\n';
/** Fields of ZIP's own time, which has no zone: the same bytes wherever this runs. */
const PACKED = new Date(2024, 0, 3, 10, 0, 0);

const field = (name: string, text: string, type = 'String'): string =>
  `<field name="${name}" type="${type}"><value type="${type}"><![CDATA[${text}]]></value></field>`;
const PEOPLE = { kana: ['819000000102', 'Kana'], ren: ['819000000101', 'Morita Ren'] } as const;

function party(who: keyof typeof PEOPLE): string {
  const [id, name] = PEOPLE[who];
  return `<model type="Party" id="p-${who}">${field('Identifier', id)}${field('Name', name)}${who === 'kana' ? field('IsPhoneOwner', 'True') : ''}</model>`;
}

function message(number: number, from: keyof typeof PEOPLE, time: string, body: string): string {
  return `<model type="InstantMessage" id="m-${number}" deleted_state="Intact">
<modelField name="From" type="Party">${party(from)}</modelField>
${field('Body', body)}
${field('TimeStamp', time, 'TimeStamp')}
</model>`;
}

interface Told {
  readonly half: string;
  /** A phrase of documentation, which somebody sends as an example. */
  readonly published: string;
  readonly handoverTo: string;
}

export function phoneArchive({ half, published, handoverTo }: Told): Uint8Array {
  const said: readonly (readonly [from: keyof typeof PEOPLE, time: string, body: string])[] = [
    ['ren', '2023-12-28T21:02:10+09:00', 'Do you know what these twelve words are for? The documentation shows this one'],
    ['ren', '2023-12-28T21:02:31+09:00', published],
    ['kana', '2023-12-28T21:04:00+09:00', 'Yes. Ours must not lie in one place'],
    ['ren', '2023-12-28T21:12:45+09:00', 'I send you the first half of the phrase now, the second stays with me'],
    ['ren', '2023-12-28T21:13:20+09:00', half],
    ['kana', '2023-12-28T21:15:02+09:00', 'Got it. Delete it on your side'],
    ['kana', '2024-01-02T02:50:11+09:00', 'Both have paid. The larger part goes to the exchange as agreed'],
  ];
  const messages = said.map(([from, time, body], at) => message(at + 1, from, time, body)).join('\n');
  const report = `<?xml version="1.0" encoding="utf-8"?>
<!-- ${TRAINING.trim()} -->
<project id="practice-4" name="phone" xmlns="http://pa.cellebrite.com/report/2.0"><decodedData>
<modelType type="Chat"><model type="Chat" id="chat-1">${field('Source', 'WhatsApp')}${field('Name', 'Morita Ren')}
<multiModelField name="Participants" type="Party">${party('kana')}${party('ren')}</multiModelField>
<multiModelField name="Messages" type="InstantMessage">
${messages}
</multiModelField></model></modelType>
</decodedData></project>
`;
  const line = `[LINE] Chat history with Sora
Saved on: 01/03/2024, 09:58

Mon, 01/01/2024
10:31 PM\tSora\tHow much for the keys to the van
10:40 PM\tKana\t0.30, in coins. Ren sends it
Tue, 01/02/2024
3:04 AM\tSora\t${handoverTo}
3:05 AM\tSora\t${HANDOVER_PLACE}
3:06 AM\tKana\tfine
5:02 AM\tSora\tarrived, thanks
`;
  return zipSync(
    {
      'TRAINING.txt': strToU8(TRAINING),
      'report.xml': strToU8(report),
      'files/LINE/[LINE] Chat with Sora.txt': strToU8(line),
    },
    { mtime: PACKED, level: 6 },
  );
}
