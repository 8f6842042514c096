// Answers locate.map: the places of the case or of one entry, with the map they are drawn on.
import { locateMapContract, NO_PLACE_REASONS } from '../../../../shared/contract/place.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type Handlers, implement } from '../../kernel/index.ts';
import { outlines, readCoordinates, worldSource } from '../../labels/index.ts';
import { casePlaces } from '../../trace/index.ts';
import { mapPicture } from './mapPicture.ts';

export function mapCalls(session: CaseSession): Handlers<keyof typeof locateMapContract> {
  return implement(locateMapContract, {
    'locate.map': async ({ limit, ...asked }, work) => {
      const { places, nowhere, directory, untimed, tables } = await casePlaces(session, asked, work);
      const placed = places.map((one) => {
        const at = readCoordinates(one.latitude, one.longitude);
        return { ...one, at: at !== null && typeof at === 'object' ? at : null };
      });
      const by = NO_PLACE_REASONS.flatMap((reason) => {
        const count = nowhere.reduce((sum, one) => sum + (one.reason === reason ? one.links : 0), 0);
        return count === 0 ? [] : [{ reason, count }];
      });
      return {
        ...{ picture: mapPicture(outlines(), placed), total: places.length, places: places.slice(0, limit) },
        ...{ nowhere: nowhere.slice(0, limit), nowhereBy: by, directory, untimed, tables, source: worldSource() },
      };
    },
  });
}
