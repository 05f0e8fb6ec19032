/** The columns of the queues: a name that gives way, then figures of one width. */
export const COLUMNS = "minmax(90px, 1fr) 52px 60px 60px 48px 48px 92px 52px 52px";
export const HEADS = ["queue", "waiting", "longest", "expected", "ready", "talking", "level", "abandoned", "callbacks"] as const;
/** Of the service level: below it a queue warns, a tenth below it alarms. */
export const TARGET = 0.8;
