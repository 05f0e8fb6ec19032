export interface TokenTold {
  id: string;
  user: string;
  name: string;
  actions: string[] | null;
  made_at: number;
  ends_at: number | null;
  used_at: number | null;
}

const DAY = 86400;

/** How long a new token may be good, in seconds; 0: until it is taken back. */
export const LENGTHS = [7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY, 0] as const;

export const inDays = (length: number): number => Math.round(length / DAY);
