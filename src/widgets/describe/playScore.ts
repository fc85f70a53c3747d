import type { Note, SoundScore } from './score';

/** How loud a voice and a click are, from 0 to 1. */
const LOUDNESS = 0.15;
const CLICK_LOUDNESS = 0.3;
/** A click, and how long a sound takes to come and go without one, in seconds. */
const CLICK = 0.02;
const CLICK_PITCH = 2000;
const FADE = 0.01;

/**
 * Plays a score by the Web Audio API. Returns the way to stop it; null where the browser has no sound.
 *
 * @param ended called once, when it has been played to its end
 */
export function playScore(
  { voices, clicks, duration }: SoundScore,
  ended: () => void
): (() => void) | null {
  const { AudioContext: Context } = globalThis as {
    readonly AudioContext?: typeof AudioContext;
  };
  if (!Context) {
    return null;
  }
  const context = new Context();
  // Made by a key press, it may still have been made asleep.
  void context.resume();
  const start = context.currentTime + 0.05;
  for (const voice of voices) {
    playVoice(context, voice, start, duration);
  }
  for (const at of clicks) {
    playClick(context, start + at);
  }
  // Silent: it ends when all is over, whatever sounds.
  const clock = context.createOscillator();
  const silence = context.createGain();
  silence.gain.value = 0;
  clock.connect(silence).connect(context.destination);
  clock.onended = () => {
    stop();
    ended();
  };
  clock.start(start);
  clock.stop(start + duration + FADE);
  const stop = (): void => {
    clock.onended = null;
    if (context.state !== 'closed') {
      void context.close();
    }
  };
  return stop;
}

/** Pitch, ear and loudness change at each step; a silence is between two fades. */
function playVoice(
  context: AudioContext,
  voice: readonly Note[],
  start: number,
  duration: number
): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  const ear = context.createStereoPanner();
  tone.type = 'triangle';
  loudness.gain.value = 0;
  for (const { at, pitch, pan } of voice) {
    if (pitch !== null) {
      tone.frequency.setValueAtTime(pitch, start + at);
      ear.pan.setValueAtTime(pan, start + at);
    }
    loudness.gain.setTargetAtTime(
      pitch === null ? 0 : LOUDNESS,
      start + at,
      FADE / 3
    );
  }
  loudness.gain.setTargetAtTime(0, start + duration - FADE, FADE / 3);
  tone.connect(loudness).connect(ear).connect(context.destination);
  tone.start(start);
  tone.stop(start + duration + FADE);
}

function playClick(context: AudioContext, at: number): void {
  const tone = context.createOscillator();
  const loudness = context.createGain();
  tone.type = 'square';
  tone.frequency.setValueAtTime(CLICK_PITCH, at);
  loudness.gain.setValueAtTime(CLICK_LOUDNESS, at);
  loudness.gain.setTargetAtTime(0, at, CLICK / 3);
  tone.connect(loudness).connect(context.destination);
  tone.start(at);
  tone.stop(at + CLICK);
}
