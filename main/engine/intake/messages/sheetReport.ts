// Extraction reports as workbooks: every sheet whose headings are those of messages. A place is the sheet and its row.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { MessageReader } from '../scanners/seized.ts';
import { bytesSource } from '../tables/index.ts';
import { isZip } from '../tables/xlsx/archive.ts';
import { openWorkbook } from '../tables/xlsx/workbook.ts';
import { type Columns, columnsOf, messageOfRow } from './columns.ts';
import { messagesRead } from './reading.ts';
import { nameOf } from './textPieces.ts';

const LARGEST = 256 << 20;
const MOST_PREAMBLE = 60;

export const sheetReport: MessageReader = {
  id: 'sheetReport',
  takes: ({ path, head }) => /\.xls[xm]$/i.test(path) && isZip(head),
  async read(file) {
    const bytes = await file.bytes(LARGEST);
    if (bytes === null) throw new Fault('intake.tooLarge', { file: nameOf(file), bytes: file.size, limit: LARGEST });
    const { sheets } = await openWorkbook(bytesSource(bytes, nameOf(file)));
    // Every table is a workbook: one without a sheet of messages is not ours.
    let isOurs = false;
    for (const sheet of sheets) {
      let looked = 0;
      for await (const rows of sheet.rows()) {
        isOurs ||= rows.some(({ cells }) => columnsOf(cells) !== null);
        looked += rows.length;
        if (isOurs || looked > MOST_PREAMBLE) break;
      }
      if (isOurs) break;
    }
    if (!isOurs) return null;
    return messagesRead(
      'sheetReport',
      null,
      async function* (notes) {
        for (const sheet of sheets) {
          let columns: Columns | null = null;
          let looked = 0;
          for await (const rows of sheet.rows()) {
            const ready: SeizedMessage[] = [];
            for (const { number, cells, hidden } of rows) {
              if (columns === null) {
                if (looked++ < MOST_PREAMBLE) columns = columnsOf(cells);
                continue;
              }
              const message = messageOfRow(columns, cells, { app: '', chat: sheet.name });
              if (message === null) notes.add('withoutText');
              else ready.push({ ...message, place: { offset: null, bytes: null, row: `${sheet.name}!${number}` } });
              if (hidden) notes.add('hiddenRow');
            }
            yield* ready;
            if (columns === null && looked >= MOST_PREAMBLE) break;
          }
          if (columns === null) notes.add('otherSheet', 1, sheet.name);
        }
      },
      'fromMessages',
    );
  },
};
