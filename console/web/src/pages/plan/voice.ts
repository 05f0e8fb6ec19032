/** A few seconds from the microphone as a WAV file: 16 bits, mono, as the recogniser takes it. */

export interface Recording {
  stop: () => Promise<Uint8Array>;
}

export async function record(): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } });
  const recorder = new MediaRecorder(stream);
  const parts: Blob[] = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  recorder.start();
  return {
    stop: async () => {
      await new Promise<void>((done) => {
        recorder.onstop = () => done();
        recorder.stop();
      });
      for (const track of stream.getTracks()) track.stop();
      return wav(await decoded(new Blob(parts)));
    },
  };
}

async function decoded(sound: Blob): Promise<AudioBuffer> {
  const context = new OfflineAudioContext(1, 1, 16000);
  return context.decodeAudioData(await sound.arrayBuffer());
}

function wav(sound: AudioBuffer): Uint8Array {
  const samples = sound.getChannelData(0);
  const out = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, word: string): void => [...word].forEach((sign, i) => out.setUint8(at + i, sign.charCodeAt(0)));
  text(0, "RIFF");
  out.setUint32(4, 36 + samples.length * 2, true);
  text(8, "WAVEfmt ");
  out.setUint32(16, 16, true);
  out.setUint16(20, 1, true);
  out.setUint16(22, 1, true);
  out.setUint32(24, sound.sampleRate, true);
  out.setUint32(28, sound.sampleRate * 2, true);
  out.setUint16(32, 2, true);
  out.setUint16(34, 16, true);
  text(36, "data");
  out.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, i) => out.setInt16(44 + i * 2, Math.max(-1, Math.min(1, sample)) * 32767, true));
  return new Uint8Array(out.buffer);
}

export function base64(bytes: Uint8Array): string {
  let out = "";
  for (let at = 0; at < bytes.length; at += 0x8000) out += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(out);
}
