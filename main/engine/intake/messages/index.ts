// The door of messages: readers of exports and reports, and the first that takes a file.
import type { MessageReader, MessagesRead, SeizedFile } from '../scanners/seized.ts';
import { browserHistory } from './browserHistory.ts';
import { csvReport } from './csvReport.ts';
import { htmlReport } from './htmlReport.ts';
import { lineText } from './lineText.ts';
import { sheetReport } from './sheetReport.ts';
import { telegramHtml } from './telegramHtml.ts';
import { telegramJson } from './telegramJson.ts';
import { ufdr } from './ufdr.ts';
import { wechatJson } from './wechatJson.ts';
import { wechatText } from './wechatText.ts';
import { whatsappText } from './whatsappText.ts';

export { messagePieces, type MessageAt, type MessagePiece } from './hitsInMessages.ts';

/** What is sure by its head before what needs a second look. */
export const messageReaders: readonly MessageReader[] = [
  ...[browserHistory, ufdr, lineText, telegramJson, telegramHtml, whatsappText, wechatJson, wechatText],
  ...[csvReport, sheetReport, htmlReport],
];

/** Null: no form of messages. Faults: intake.malformed and intake.tooLarge, without content of the file. */
export async function readMessages(file: SeizedFile): Promise<MessagesRead | null> {
  for (const reader of messageReaders) {
    if (!reader.takes(file)) continue;
    const read = await reader.read(file);
    if (read !== null) return read;
  }
  return null;
}
