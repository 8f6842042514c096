// Telegram Desktop's result.json: one chat, or a whole account with all of them. `date` is local and of no zone, `date_unixtime` is the instant.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { headText } from './headText.ts';
import { createJsonWalk, type JsonValue } from './json.ts';
import { messagesRead, unixInstant } from './reading.ts';
import { nameOf, readText } from './textPieces.ts';

const CHAT_KINDS =
  /"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|replies|private_group|private_supergroup|public_supergroup|private_channel|public_channel)"/;
const ACCOUNT = /"about"\s*:\s*"Here is the data you requested|"personal_information"\s*:\s*\{/;
/** Members of a message that name a file beside the export. */
const FILES = ['file', 'photo', 'file_name'] as const;

interface Chat {
  name: string;
  kind: string;
  id: string;
}

export const telegramJson: MessageReader = {
  id: 'telegramJson',
  takes({ path, head }) {
    const text = headText(head);
    return (
      /^\s*\{/.test(text) && (CHAT_KINDS.test(text) || ACCOUNT.test(text) || (/result\.json$/i.test(path) && text.includes('"chats"')))
    );
  },
  async read(file) {
    const text = await readText(file);
    return messagesRead(
      'telegramJson',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        let ready: SeizedMessage[] = [];
        let account = '';
        let chat: Chat = { name: '', kind: '', id: '' };
        let taken = 0;
        const walk = createJsonWalk(
          {
            isTaken: (path) => path.at(-1) === 'messages',
            opens(path) {
              if (path.length === 0 || path.at(-1) === '*') chat = { name: '', kind: '', id: '' };
            },
            plain(value, path) {
              const [name, before] = [path.at(-1), path.at(-2)];
              if (path.length === 2 && before === 'personal_information' && name === 'user_id') account = value.text;
              else if (path.length !== 1 && before !== '*') return;
              else if (name === 'name') chat.name = value.text;
              else if (name === 'type') chat.kind = value.text;
              else if (name === 'id') chat.id = value.text;
            },
            element(value) {
              if (value.kind !== 'object') return;
              taken++;
              const message = messageOf(value, chat, account);
              if (message.text === '' && message.about === undefined) notes.add('withoutText');
              else ready.push(message);
            },
          },
          nameOf(file),
        );
        for await (const piece of text.pieces()) {
          try {
            walk.write(piece);
          } finally {
            yield* ready;
            ready = [];
          }
        }
        if (!walk.end()) notes.add('truncated', 1, `after message ${taken}`);
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'fromMessages',
    );
  },
};

function messageOf(value: JsonValue, chat: Chat, account: string): SeizedMessage {
  const of = (name: string): string => {
    const member = value.members.get(name);
    return member === undefined || (member.kind === 'plain' && member.text === 'null') ? '' : member.text;
  };
  const written = value.members.get('text');
  const sender = of('from') || of('actor') || of('from_id') || of('actor_id');
  const about = [
    ...(of('type') === 'service' ? [{ code: 'service', value: of('action') }] : []),
    ...(of('forwarded_from') === '' ? [] : [{ code: 'forwardedFrom', value: of('forwarded_from') }]),
    ...FILES.flatMap((name) => (of(name) === '' ? [] : [{ code: 'attachment', value: of(name) }])),
  ];
  const place = written === undefined || textOf(written) === '' ? value : written;
  return {
    ...{ app: 'Telegram', chat: chat.name || chat.id, participants: [], sender },
    direction: directionOf(of('from_id') || of('actor_id'), chat, account),
    ...{
      time: of('date') || of('date_unixtime'),
      instant: unixInstant(of('date_unixtime')),
      text: written === undefined ? '' : textOf(written),
    },
    ...(about.length === 0 ? {} : { about }),
    place: { offset: place.offset, bytes: place.end - place.offset, row: '' },
  };
}

/** A string, or a list of strings and of objects with the text of a link, a mention, a name. */
function textOf(value: JsonValue): string {
  if (value.kind === 'list')
    return value.items.map((one) => (one.kind === 'object' ? (one.members.get('text')?.text ?? '') : one.text)).join('');
  return value.kind === 'string' ? value.text : '';
}

/** A chat of two bears the id of the other one; an export of the account states whose it is. */
function directionOf(from: string, chat: Chat, account: string): SeizedMessage['direction'] {
  if (from === '') return 'unknown';
  if (account !== '') return from === `user${account}` ? 'out' : 'in';
  if ((chat.kind !== 'personal_chat' && chat.kind !== 'bot_chat') || chat.id === '') return 'unknown';
  return from === `user${chat.id}` ? 'in' : 'out';
}
