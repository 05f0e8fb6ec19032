/** What the API tells of a visit: store/visits.py. Times are epoch seconds. */
export interface Visit {
  id: string;
  call: string;
  number: string;
  name: string;
  starts: number;
  minutes: number;
  place: string;
  note: string;
  remind: number;
  version: number;
  cancelled_at: number | null;
}
