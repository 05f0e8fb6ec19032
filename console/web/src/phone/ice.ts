/** When a call may be sent: at the first candidate that the other side can use, instead of after all were gathered. */
import type { IceCandidateEvent, RTCSession } from "jssip/lib/RTCSession";

/** Milliseconds after which a machine that has found no address of its own will find none. */
const NONE_WITHIN = 4000;

/** A name ending in .local hides the address, and Asterisk cannot find it: such a candidate is not enough. */
export function usable(candidate: { candidate: string; address?: string | null }): boolean {
  const address = candidate.address ?? candidate.candidate.split(" ")[4] ?? "";
  return address !== "" && !address.endsWith(".local");
}

/** Sends at the first usable candidate; tells when there is none at all (a machine with only 127.0.0.1). */
export function sendEarly(session: RTCSession, nowhere: () => void): void {
  let found = false;
  session.on("icecandidate", (event: IceCandidateEvent) => {
    found = true;
    if (usable(event.candidate)) event.ready();
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch = (pc: RTCPeerConnection): void => {
    // The clock runs from when addresses can be looked for: before that a person may be asked for his microphone.
    pc.addEventListener("signalingstatechange", () => {
      timer ??= setTimeout(() => !found && pc.signalingState !== "closed" && nowhere(), NONE_WITHIN);
    });
  };
  if (session.connection) watch(session.connection);
  else session.on("peerconnection", ({ peerconnection }) => watch(peerconnection));
  session.on("failed", () => clearTimeout(timer));
  session.on("ended", () => clearTimeout(timer));
}
