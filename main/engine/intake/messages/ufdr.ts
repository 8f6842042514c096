// Messages of a Cellebrite report (`report.xml`, alone or within a .ufdr): chats with their instant messages, SMS, MMS and mail. Calls are counted.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { headText } from './headText.ts';
import { instantOf, messagesRead } from './reading.ts';
import { nameOf, readText } from './textPieces.ts';
import { type UfdrModel, walkUfdr } from './ufdrXml.ts';

/**
 * Messages of a chat that names who takes part only behind them; as a rule it does before. Few, so that they are gone before the memory's young part is
 * cleared: with 500 all that a report says was kept until its old part was.
 */
const MOST_WAITING = 200;
const MESSAGES = new Set(['InstantMessage', 'SMS', 'MMS', 'Email']);
const OUT = /^(?:sent|outbox|outgoing|drafts?)$/i;
const IN = /^(?:inbox|incoming|received)$/i;

export const ufdr: MessageReader = {
  id: 'ufdr',
  takes({ path, head }) {
    const text = headText(head);
    return (
      /^\ufeff?\s*<(?:\?xml|project)/.test(text) &&
      /<project\b/.test(text) &&
      (/cellebrite|ufed/i.test(text) || /(?:^|[/!])report\.xml$/i.test(path))
    );
  },
  async read(file) {
    const text = await readText(file);
    return messagesRead(
      'ufdr',
      { name: text.encoding, isLikely: text.isLikely },
      async function* (notes) {
        const ready: SeizedMessage[] = [];
        const waiting = new Map<UfdrModel, UfdrModel[]>();
        let taken = 0;
        const take = (model: UfdrModel): void => {
          const message = messageOf(model);
          taken++;
          const subject = subjectOf(model, message);
          if (subject !== null) ready.push(subject);
          if (message.text === '' && message.about === undefined) notes.add('withoutText');
          else ready.push(message);
        };
        const flush = (chat: UfdrModel): void => {
          for (const model of waiting.get(chat) ?? []) take(model);
          waiting.delete(chat);
        };
        const walk = walkUfdr(
          text,
          {
            note: (code) => notes.add(code),
            ends(model) {
              if (model.type === 'Chat') flush(model);
              else if (MESSAGES.has(model.type)) {
                const chat = chatOf(model);
                if (chat === null || chat.models.has('Participants')) take(model);
                else {
                  const held = waiting.get(chat) ?? [];
                  held.push(model);
                  waiting.set(chat, held);
                  if (held.length >= MOST_WAITING) flush(chat);
                }
              } else if (model.around === null) notes.add('otherModel', 1, /^\w{1,40}$/.test(model.type) ? model.type : '');
            },
          },
          nameOf(file),
        );
        let isWhole = false;
        try {
          for (;;) {
            const step = await walk.next();
            yield* ready.splice(0);
            if (step.done) {
              isWhole = step.value;
              break;
            }
          }
        } catch (error) {
          // What the piece with the damage held before it.
          for (const chat of [...waiting.keys()]) flush(chat);
          yield* ready.splice(0);
          throw error;
        }
        for (const chat of [...waiting.keys()]) flush(chat);
        yield* ready.splice(0);
        if (!isWhole) notes.add('truncated', 1, `after message ${taken}`);
        if (text.undecodable() > 0) notes.add('undecodable', text.undecodable());
      },
      'stated',
    );
  },
};

function chatOf(model: UfdrModel): UfdrModel | null {
  for (let one = model.around; one !== null; one = one.around) if (one.type === 'Chat') return one;
  return null;
}

const fieldOf = (model: UfdrModel | null, ...names: readonly string[]): string => {
  for (const name of names) {
    const text = model?.fields.get(name)?.text.trim() ?? '';
    if (text !== '') return text;
  }
  return '';
};

function partyName(party: UfdrModel): string {
  const [name, id] = [fieldOf(party, 'Name'), fieldOf(party, 'Identifier')];
  return name === '' || name === id ? id : id === '' ? name : `${name} <${id}>`;
}

const isOwner = (party: UfdrModel): boolean => /^true$/i.test(fieldOf(party, 'IsPhoneOwner'));
const roleOf = (party: UfdrModel): string => fieldOf(party, 'Role').toLowerCase();

function messageOf(model: UfdrModel): SeizedMessage {
  const chat = chatOf(model);
  const parties = model.models.get('Parties') ?? [];
  const from = model.models.get('From')?.[0] ?? parties.find((party) => roleOf(party) === 'from') ?? null;
  const to = model.models.get('To') ?? parties.filter((party) => roleOf(party) === 'to');
  const ofChat = chat?.models.get('Participants') ?? [];
  const all =
    ofChat.length > 0 ? ofChat : [...(from === null ? [] : [from]), ...to, ...parties.filter((one) => one !== from && !to.includes(one))];
  const body = model.fields.get('Body');
  const time = model.fields.get('TimeStamp');
  const written = time?.text.trim() ?? '';
  const about = [
    ...(/^(?:deleted|trash)$/i.test(model.deleted) ? [{ code: 'deleted', value: model.deleted }] : []),
    // A message within another is what that one answers or passes on.
    ...(model.around !== null && MESSAGES.has(model.around.type) ? [{ code: 'quoted', value: '' }] : []),
    ...(model.models.get('Attachments') ?? model.models.get('Attachment') ?? []).flatMap((one) => {
      const name = fieldOf(one, 'Filename', 'Title');
      return name === '' ? [] : [{ code: 'attachment', value: name }];
    }),
  ];
  return {
    app:
      fieldOf(model, 'SourceApplication', 'Source') ||
      fieldOf(chat, 'Source', 'SourceApplication') ||
      (model.type === 'InstantMessage' ? '' : model.type),
    chat: fieldOf(chat, 'Name', 'Id', 'Identifier'),
    participants: [...new Set(all.map(partyName))].filter((name) => name !== ''),
    sender: from === null ? fieldOf(model, 'From') : partyName(from),
    direction: directionOf(model, from, to, [...all, ...ofChat]),
    time: written,
    instant: instantOf(written) ?? instantOf(time?.formatted ?? ''),
    text: body?.text ?? '',
    ...(about.length === 0 ? {} : { about }),
    place: { offset: body?.offset ?? null, bytes: body === undefined ? null : body.end - body.offset, row: '' },
  };
}

/** What stands above a mail is said as well: a record of its own, with its own place. */
function subjectOf(model: UfdrModel, message: SeizedMessage): SeizedMessage | null {
  const subject = model.fields.get('Subject');
  if (subject === undefined || subject.text.trim() === '') return null;
  const place = { offset: subject.offset, bytes: subject.end - subject.offset, row: '' };
  return { ...message, text: subject.text, about: [{ code: 'subject', value: '' }, ...(message.about ?? [])], place };
}

/** By the flags of the phone's own party; else by the folder; else SMS of older reports list the other side alone, with its part. */
function directionOf(
  model: UfdrModel,
  from: UfdrModel | null,
  to: readonly UfdrModel[],
  all: readonly UfdrModel[],
): SeizedMessage['direction'] {
  const own = new Set(all.filter(isOwner).map((party) => fieldOf(party, 'Identifier')));
  if (from !== null && (isOwner(from) || own.has(fieldOf(from, 'Identifier')))) return 'out';
  if (from !== null && (own.size > 0 || to.some(isOwner))) return 'in';
  const folder = fieldOf(model, 'Direction', 'Folder');
  if (OUT.test(folder)) return 'out';
  if (IN.test(folder)) return 'in';
  if (model.type !== 'SMS' && model.type !== 'MMS') return 'unknown';
  return from !== null && to.length === 0 ? 'in' : from === null && to.length > 0 ? 'out' : 'unknown';
}
