import { afterEach, expect, test, vi } from "vitest";
import { ApiError, get, hooks, post, setCsrf } from "./api";

type Reply = [status: number, body?: unknown, headers?: Record<string, string>];

function answers(...replies: Reply[]) {
  const sent = vi.fn(async (_path: string, _how: RequestInit) => {
    const [status, body, headers] = replies.shift() ?? [500];
    const type = { "Content-Type": "application/json", ...headers };
    return new Response(status === 204 ? null : JSON.stringify(body ?? {}), { status, headers: type });
  });
  vi.stubGlobal("fetch", sent);
  return sent;
}

const header = (sent: ReturnType<typeof answers>, call: number, name: string) => (sent.mock.calls[call]?.[1].headers as Record<string, string>)[name];

afterEach(() => {
  vi.unstubAllGlobals();
  setCsrf("");
  hooks.signedOut = () => {};
  hooks.reached = () => {};
});

test("an error says what went wrong, and what to do", async () => {
  answers([422, { code: "HL806", text: "no such role", remedy: "one of agent, admin", problems: [{ text: "line 3", line: 3 }] }]);
  const error = await get("/accounts").catch((one: unknown) => one);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 422, code: "HL806", text: "no such role", remedy: "one of agent, admin", problems: [{ text: "line 3", line: 3 }] });
});

test("the token goes with what changes something, and only with that", async () => {
  setCsrf("secret");
  const sent = answers([200], [204]);
  await get("/people");
  expect(await post("/tokens", { a: 1 })).toBeUndefined();
  expect(header(sent, 0, "X-CSRF-Token")).toBeUndefined();
  expect(header(sent, 1, "X-CSRF-Token")).toBe("secret");
});

test("a token of before is renewed once, and the request sent again", async () => {
  setCsrf("old");
  const sent = answers([403, { code: "HL803", text: "forged" }], [200, { csrf: "new" }], [200, { done: true }]);
  expect(await post("/tokens", {})).toEqual({ done: true });
  expect(header(sent, 2, "X-CSRF-Token")).toBe("new");
});

test("a token that stays the same is not tried for ever", async () => {
  setCsrf("old");
  const sent = answers([403, { code: "HL803", text: "forged" }], [200, { csrf: "old" }]);
  await expect(post("/tokens", {})).rejects.toMatchObject({ code: "HL803" });
  expect(sent).toHaveBeenCalledTimes(2);
});

test("a session that is over is told, unless the page asked for that", async () => {
  hooks.signedOut = vi.fn();
  answers([401, { code: "HL801", text: "nobody" }], [401, { code: "HL801", text: "nobody" }]);
  await expect(get("/session", { quiet: true })).rejects.toMatchObject({ status: 401 });
  expect(hooks.signedOut).not.toHaveBeenCalled();
  await expect(get("/people")).rejects.toMatchObject({ status: 401 });
  expect(hooks.signedOut).toHaveBeenCalledOnce();
});

test("no answer at all", async () => {
  hooks.reached = vi.fn();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(get("/people")).rejects.toMatchObject({ status: 0, code: "offline" });
  expect(hooks.reached).toHaveBeenCalledWith(false);
});

test("too many tries say how long to wait", async () => {
  answers([429, { code: "HL808", text: "too often" }, { "Retry-After": "17" }]);
  await expect(post("/session", {})).rejects.toMatchObject({ retryAfter: 17 });
});
