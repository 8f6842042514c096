// Where the way from keys to coins stands; questions to archives report in their own units.
export interface KeysProgress {
  readonly phase: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'blocks' | 'transactions' | 'files' | 'steps';
}
