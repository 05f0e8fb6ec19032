/** The console's API: JSON there and back, our errors with their remedy, the CSRF token, sign-in when the session is over. */

export const ROOT = "/api/v1";

export interface Problem {
  file?: string;
  line?: number;
  column?: number;
  text: string;
  hint?: string;
  /** Of a problem of a plan: what it is, and its values; `text` says it in English. */
  code?: string;
  found?: string;
  expected?: string;
}

/** What went wrong, as the service says it. `status` 0: no answer came; `code` is then "offline". */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly text: string,
    readonly remedy: string = "",
    readonly problems: Problem[] = [],
    readonly retryAfter: number | null = null,
  ) {
    super(text);
    this.name = "ApiError";
  }
}

export interface Ask {
  signal?: AbortSignal;
  /** A 401 is an answer here (sign-in), and does not lead to the sign-in page. */
  quiet?: boolean;
}

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

const FORGED = "HL803";

/** What the session and the banner want to know of every request; session.svelte.ts and net.svelte.ts set them. */
export const hooks = {
  signedOut: (): void => {},
  reached: (_yes: boolean): void => {},
};

let csrf = "";

export function setCsrf(token: string): void {
  csrf = token;
}

export const get = <T>(path: string, ask?: Ask): Promise<T> => request<T>("GET", path, undefined, ask);
export const post = <T>(path: string, body?: unknown, ask?: Ask): Promise<T> => request<T>("POST", path, body, ask);
export const put = <T>(path: string, body?: unknown, ask?: Ask): Promise<T> => request<T>("PUT", path, body, ask);
export const patch = <T>(path: string, body?: unknown, ask?: Ask): Promise<T> => request<T>("PATCH", path, body, ask);
export const del = <T>(path: string, body?: unknown, ask?: Ask): Promise<T> => request<T>("DELETE", path, body, ask);

/** `?a=1&b=2` of what is set; null, undefined, "" and false are left out, a list is repeated. */
export function query(values: Record<string, unknown>): string {
  const out = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "" && one !== false) out.append(key, String(one));
    }
  }
  const text = out.toString();
  return text && `?${text}`;
}

async function request<T>(method: Method, path: string, body?: unknown, ask: Ask = {}, again = false): Promise<T> {
  const reply = await send(method, path, body, ask);
  if (reply.ok) return (await content(reply)) as T;
  const error = await errorOf(reply);
  if (error.code === FORGED && !again && (await renewed())) return request<T>(method, path, body, ask, true);
  if (error.status === 401 && !ask.quiet) hooks.signedOut();
  throw error;
}

async function send(method: Method, path: string, body: unknown, ask: Ask): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (method !== "GET" && csrf) headers["X-CSRF-Token"] = csrf;
  const raw = body instanceof Blob || body instanceof FormData;
  if (body !== undefined && !raw) headers["Content-Type"] = "application/json";
  const content = body === undefined ? undefined : raw ? (body as BodyInit) : JSON.stringify(body);
  try {
    const reply = await fetch(ROOT + path, { method, headers, body: content, signal: ask.signal, credentials: "same-origin" });
    hooks.reached(true);
    return reply;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    hooks.reached(false);
    throw new ApiError(0, "offline", "the service does not answer", "check the network; the page tries again by itself");
  }
}

async function content(reply: Response): Promise<unknown> {
  if (reply.status === 204) return undefined;
  const type = reply.headers.get("Content-Type") ?? "";
  return type.includes("json") ? reply.json() : reply.text();
}

async function errorOf(reply: Response): Promise<ApiError> {
  const told = (await reply.json().catch(() => null)) as Partial<ApiError> | null;
  const wait = Number(reply.headers.get("Retry-After"));
  return new ApiError(
    reply.status,
    told?.code ?? `HTTP ${reply.status}`,
    told?.text ?? (reply.statusText || `HTTP ${reply.status}`),
    told?.remedy ?? "",
    told?.problems ?? [],
    Number.isFinite(wait) && wait > 0 ? wait : null,
  );
}

/** Another tab may have signed in again: its token is asked for once. */
async function renewed(): Promise<boolean> {
  const reply = await fetch(`${ROOT}/session`, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!reply.ok) return false;
  const { csrf: token } = (await reply.json()) as { csrf?: string };
  if (!token || token === csrf) return false;
  csrf = token;
  return true;
}
