// Messages of scans that were kept: those that hold traces and those beside them.
import type { z } from 'zod';
import type { deviceContract } from '../../../../shared/contract/device.ts';
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile } from '../../casefile/index.ts';

type Asked = z.output<(typeof deviceContract)['device.messages']['input']>;

/** Messages of the same chat before and behind the one that was asked for. */
const BESIDE = 20;

/** Faults: device.messageUnknown. */
export function messagesAsked(file: CaseFile, asked: Asked): CallOutput<'device.messages'> {
  const { scan, onlyWithTraces, around, after, limit } = asked;
  const text = asked.text.trim().toLowerCase();
  const all = file.devices
    .messages()
    .map(({ id, scan: of, path, data, traces }) => ({ ...(data as SeizedMessage), id, scan: of, path, traces: [...traces] }));
  const of = all.find(({ id }) => id === around);
  const found = all.filter(
    (one) =>
      (scan === undefined || one.scan === scan) &&
      (!onlyWithTraces || one.traces.length > 0) &&
      (text === '' || [one.app, one.chat, one.sender, one.text].some((part) => part.toLowerCase().includes(text))),
  );
  if (around !== undefined && of === undefined) throw new Fault('device.messageUnknown', { message: around });
  if (of === undefined) return { total: found.length, messages: found.slice(after, after + limit) };
  const chat = all.filter(({ scan: other, path, chat: name }) => other === of.scan && path === of.path && name === of.chat);
  const at = chat.indexOf(of);
  const beside = chat.slice(Math.max(0, at - BESIDE), at + BESIDE + 1);
  return { total: beside.length, messages: beside };
}
