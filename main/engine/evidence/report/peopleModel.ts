// What the report says of people and requests: what the bag holds of them, with the names of sources and chains beside.
import type { BagPeople, BagRequest } from '../bag/peoplePayload.ts';

export interface ReportPeople extends BagPeople {
  readonly chainNames: Readonly<Record<string, string>>;
}

export type ReportRequest = BagRequest;
