import { describe, expect, it, vi } from "vitest";
import { usable } from "./ice";
import { verdictOf, watching } from "./quality";
import { after, LINE, TALK, type TalkEvent } from "./states";

vi.mock("../lib/session.svelte", () => ({ may: () => false }));

describe("states", () => {
  const walk = (...events: TalkEvent[]) => events.reduce((state, event) => after(TALK, state, event), "ringing" as keyof typeof TALK);

  it("takes a call from ringing to its end", () => {
    expect(walk("answer", "answered", "held", "resumed", "over")).toBe("ended");
  });
  it("changes nothing by news that come late", () => {
    expect(walk("over", "answered")).toBe("ended");
    expect(walk("held")).toBe("ringing");
    expect(after(LINE, "off", "registered")).toBe("off");
  });
  it("comes back after a lost line, and can be taken by another tab in every state", () => {
    expect(after(LINE, after(LINE, "ready", "disconnected"), "registered")).toBe("ready");
    for (const state of ["connecting", "ready", "lost", "refused"] as const) expect(after(LINE, state, "taken")).toBe("elsewhere");
  });
});

describe("candidates", () => {
  it("are of no use while they hide the address", () => {
    expect(usable({ candidate: "candidate:1 1 udp 1 3f1c.local 9 typ host", address: "3f1c.local" })).toBe(false);
    expect(usable({ candidate: "candidate:1 1 udp 1 192.0.2.2 9 typ host" })).toBe(true);
    expect(usable({ candidate: "", address: "" })).toBe(false);
  });
});

describe("quality", () => {
  it("judges by the worst of the three", () => {
    expect(verdictOf(0, 0.005, 0.02)).toBe("good");
    expect(verdictOf(0.02, 0.005, 0.02)).toBe("fair");
    expect(verdictOf(0, 0.005, 0.7)).toBe("bad");
    expect(verdictOf(0, 0.005, null)).toBe("good");
  });
  it("counts loss since the last look only", async () => {
    const look = watching();
    const pc = (received: number, lost: number) =>
      ({ getStats: async () => new Map([["a", { type: "inbound-rtp", kind: "audio", packetsReceived: received, packetsLost: lost, jitter: 0 }]]) }) as unknown as RTCPeerConnection;
    expect((await look(pc(100, 100)))?.loss).toBe(0.5);
    expect((await look(pc(200, 100)))?.loss).toBe(0);
  });
});

describe("numbers", async () => {
  const { masked } = await import("./numbers");
  // the same as tests/unit/calls has for calls/masking.py
  it.each([["13911111111", "139****1111"], ["+8613911111111", "+861****1111"], ["1234567", "****567"], ["1001", "1001"], ["caller1", "caller1"]])(
    "%s is shown as %s", (number, shown) => expect(masked(number)).toBe(shown),
  );
});
