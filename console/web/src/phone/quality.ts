/** How well the network carries a call, from the browser's own counters (W3C webrtc-stats). */

export interface Quality {
  /** Share of packets lost on the way to us since the last look, 0 to 1. */
  loss: number;
  /** Seconds. */
  jitter: number;
  /** Seconds there and back; null until it is known. */
  rtt: number | null;
  verdict: Verdict;
}

export type Verdict = "good" | "fair" | "bad";

interface Counted {
  received: number;
  lost: number;
}

/** ITU-T G.114: one way 150 ms is fine, 400 ms too much. Loss above 5 % is heard whatever hides it. */
export function verdictOf(loss: number, jitter: number, rtt: number | null): Verdict {
  if (loss > 0.05 || jitter > 0.06 || (rtt ?? 0) > 0.6) return "bad";
  if (loss > 0.015 || jitter > 0.03 || (rtt ?? 0) > 0.3) return "fair";
  return "good";
}

/** Looks each time it is called, and compares with the time before. */
export function watching(): (pc: RTCPeerConnection) => Promise<Quality | null> {
  let before: Counted = { received: 0, lost: 0 };
  return async (pc) => {
    const read = await counters(pc);
    if (!read) return null;
    const received = read.received - before.received;
    const lost = Math.max(0, read.lost - before.lost);
    before = { received: read.received, lost: read.lost };
    const loss = received + lost > 0 ? lost / (received + lost) : 0;
    return { loss, jitter: read.jitter, rtt: read.rtt, verdict: verdictOf(loss, read.jitter, read.rtt) };
  };
}

async function counters(pc: RTCPeerConnection): Promise<(Counted & { jitter: number; rtt: number | null }) | null> {
  let found: (Counted & { jitter: number }) | null = null;
  let rtt: number | null = null;
  for (const entry of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
    if (entry.type === "inbound-rtp" && entry.kind === "audio") {
      found = { received: number(entry.packetsReceived), lost: number(entry.packetsLost), jitter: number(entry.jitter) };
    }
    if (entry.type === "remote-inbound-rtp" && typeof entry.roundTripTime === "number") rtt = entry.roundTripTime;
    if (entry.type === "candidate-pair" && entry.nominated && rtt === null && typeof entry.currentRoundTripTime === "number") {
      rtt = entry.currentRoundTripTime;
    }
  }
  return found && { ...found, rtt };
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
