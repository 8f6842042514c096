// The one table of commands. A new command is one entry in its family's file and its words in the locale.
import { accountLinkCommands } from './accountLinks.ts';
import { accountCommands } from './accounts.ts';
import { canvasCommands } from './canvas.ts';
import { caseCommands } from './case.ts';
import { clusterCommands } from './cluster.ts';
import type { CommandSpec } from './command.ts';
import { deconflictCommands } from './deconflict.ts';
import { demoCommands } from './demo.ts';
import { demoDeviceCommands } from './demoDevice.ts';
import { demoRingCommands } from './demoRing.ts';
import { demoTradeCommands } from './demoTrade.ts';
import { documentCommands } from './documents.ts';
import { deviceCommands } from './device.ts';
import { evidenceCommands } from './evidence.ts';
import { exhibitCommands } from './exhibits.ts';
import { exposureCommands } from './exposure.ts';
import { exchangeCommands } from './exchange.ts';
import { fetchCommands } from './fetch.ts';
import { intakeCommands } from './intake.ts';
import { journalCommands } from './journal.ts';
import { keysCommands } from './keys.ts';
import { labelCommands } from './labels.ts';
import { leadCommands } from './leads.ts';
import { locatedCommands } from './located.ts';
import { peopleCommands } from './people.ts';
import { questionCommands } from './questions.ts';
import { requestCommands } from './requests.ts';
import { seizureCommands } from './seizure.ts';
import { serveCommands } from './serve.ts';
import { showCommands } from './show.ts';
import { profileCommands } from './tables.ts';
import { traceCommands } from './trace.ts';
import { traceListCommands } from './traces.ts';
import { transcribeCommands } from './transcribe.ts';
import { typologyCommands } from './typologies.ts';

export const commands: readonly CommandSpec[] = [
  ...caseCommands,
  ...intakeCommands,
  ...labelCommands,
  ...peopleCommands,
  ...documentCommands,
  ...transcribeCommands,
  ...locatedCommands,
  ...profileCommands,
  ...fetchCommands,
  ...traceCommands,
  ...clusterCommands,
  ...questionCommands,
  ...showCommands,
  ...accountCommands,
  ...leadCommands,
  ...typologyCommands,
  ...exposureCommands,
  ...accountLinkCommands,
  ...canvasCommands,
  ...journalCommands,
  ...evidenceCommands,
  ...exchangeCommands,
  ...requestCommands,
  ...seizureCommands,
  ...deconflictCommands,
  ...deviceCommands,
  ...exhibitCommands,
  ...traceListCommands,
  ...keysCommands,
  ...serveCommands,
  ...demoCommands,
  ...demoRingCommands,
  ...demoTradeCommands,
  ...demoDeviceCommands,
];
