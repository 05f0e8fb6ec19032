/** Everything that is heard: the far end, the ring tone, tones for a test. Devices are chosen here and remembered. */

const KEPT = "hotline.phone.devices";

interface Chosen {
  microphone: string;
  speaker: string;
}

let chosen = $state<Chosen>(read());
let found = $state.raw<MediaDeviceInfo[]>([]);
let context: AudioContext | null = null;

export const devices = {
  get microphone(): string { return chosen.microphone; },
  get speaker(): string { return chosen.speaker; },
  get microphones(): MediaDeviceInfo[] { return found.filter((one) => one.kind === "audioinput"); },
  get speakers(): MediaDeviceInfo[] { return found.filter((one) => one.kind === "audiooutput"); },
  /** Whether the browser lets a page choose where it sounds. */
  get canChooseSpeaker(): boolean { return "setSinkId" in HTMLMediaElement.prototype; },
};

export function choose(change: Partial<Chosen>): void {
  chosen = { ...chosen, ...change };
  try {
    localStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    return; // storage is blocked: the choice holds until the page is left
  }
}

/** Names of devices are told only once a microphone was allowed. */
export async function lookForDevices(): Promise<void> {
  found = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
}

/** A device that is gone must not make every call fail: it is a wish. */
export function constraints(): MediaStreamConstraints {
  const processing = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return { audio: { ...processing, ...(chosen.microphone ? { deviceId: { ideal: chosen.microphone } } : {}) }, video: false };
}

/** Before a first click or key a page may not sound: the context is made then. */
export function unlock(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

export function listenForFirstTouch(): void {
  addEventListener("pointerdown", unlock, { once: true });
  addEventListener("keydown", unlock, { once: true });
}

/** An element for the far end. Chromium feeds a remote stream to Web Audio only if an element plays it as well. */
export function playing(stream: MediaStream): HTMLAudioElement {
  const element = document.createElement("audio");
  element.autoplay = true;
  element.dataset.phone = "far";
  element.srcObject = stream;
  document.body.append(element);
  void sendTo(element);
  void element.play().catch(() => undefined); // autoplay was refused: answering was a click, so it is tried again then
  return element;
}

export async function sendTo(element: HTMLAudioElement): Promise<void> {
  if (chosen.speaker && devices.canChooseSpeaker) await element.setSinkId(chosen.speaker).catch(() => undefined);
}

export function silence(element: HTMLAudioElement | null): void {
  element?.remove();
  if (element) element.srcObject = null;
}

interface Tone {
  stop(): void;
}

/** A ring: two tones together, one second of three. Null where the page may not sound yet. */
export function ring(): Tone | null {
  return sounding([440, 480], (gain, at) => {
    for (let second = 0; second < 120; second += 3) {
      gain.setValueAtTime(0.12, at + second);
      gain.setValueAtTime(0, at + second + 1);
    }
  });
}

/** A short tone in the chosen speaker. */
export function beep(): Tone | null {
  return sounding([660], (gain, at) => {
    gain.setValueAtTime(0.2, at);
    gain.exponentialRampToValueAtTime(0.001, at + 1.2);
  });
}

function sounding(pitches: number[], shape: (gain: AudioParam, at: number) => void): Tone | null {
  unlock();
  if (!context || context.state !== "running") return null;
  const out = context.createMediaStreamDestination();
  const gain = context.createGain();
  gain.gain.value = 0;
  shape(gain.gain, context.currentTime + 0.02);
  gain.connect(out);
  const voices = pitches.map((pitch) => voice(context as AudioContext, pitch, gain));
  const element = playing(out.stream);
  element.dataset.phone = "tone";
  return {
    stop: () => {
      voices.forEach((one) => one.stop());
      silence(element);
    },
  };
}

function voice(on: AudioContext, pitch: number, to: AudioNode): OscillatorNode {
  const one = on.createOscillator();
  one.frequency.value = pitch;
  one.connect(to);
  one.start();
  return one;
}

/** Tells how loud a stream is, 0 to 1, ten times a second; returns what ends it. */
export function level(stream: MediaStream, tell: (loudness: number) => void): () => void {
  unlock();
  const on = context;
  if (!on) return () => undefined;
  const source = on.createMediaStreamSource(stream);
  const analyser = on.createAnalyser();
  analyser.fftSize = 1024;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(Math.min(1, Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length) * 4));
  }, 100);
  return () => {
    clearInterval(timer);
    source.disconnect();
  };
}

function read(): Chosen {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as Partial<Chosen>;
    return { microphone: String(kept.microphone ?? ""), speaker: String(kept.speaker ?? "") };
  } catch {
    return { microphone: "", speaker: "" };
  }
}
