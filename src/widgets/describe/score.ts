import { drawnValue, type Line } from './line';

/** The lowest value of a picture's scale, and its highest, in Hz: two octaves around concert pitch. */
const LOWEST_PITCH = 220;
const HIGHEST_PITCH = 880;

/** Seconds a step, and how long a whole run may take; slowly, four times as long. */
const STEP = 0.15;
const LONGEST = 10;
const SLOWLY = 4;

/** One step of a line as it sounds. */
export interface Note {
  readonly step: number;
  /** Seconds since the start. */
  readonly at: number;
  /** In Hz; null for a silence, where there is no number. */
  readonly pitch: number | null;
  /** From −1, the left ear, to 1, the right. */
  readonly pan: number;
}

/** What is heard: a voice a line, and clicks where something happens. */
export interface SoundScore {
  readonly voices: readonly (readonly Note[])[];
  /** Seconds since the start. */
  readonly clicks: readonly number[];
  /** Of the whole, in seconds. */
  readonly duration: number;
}

export interface ScoreOptions {
  /** The lowest and the highest value of the scale, as they are drawn. */
  readonly scale: readonly [number, number];
  /** The steps that are marked by a click. */
  readonly marked: readonly number[];
  readonly slowly: boolean;
}

/**
 * Writes lines as sound: the value is the pitch; one line alone moves from the left ear to the right in
 * time, two have an ear each.
 *
 * @param lines one or two; of others nothing is heard
 */
export function soundScore(
  lines: readonly Line[],
  { scale, marked, slowly }: ScoreOptions
): SoundScore {
  const heard = lines.slice(0, 2);
  const steps = Math.max(0, ...heard.map(({ values }) => values.length));
  const second =
    Math.min(STEP, LONGEST / Math.max(1, steps)) * (slowly ? SLOWLY : 1);
  return {
    voices: heard.map((line, ear) =>
      Array.from({ length: line.values.length }, (_, step) => ({
        step,
        at: step * second,
        pitch: pitchOf(line, line.values[step], scale),
        pan:
          heard.length === 2
            ? 2 * ear - 1
            : steps < 2
              ? 0
              : (2 * step) / (steps - 1) - 1
      }))
    ),
    clicks: marked.map(step => step * second),
    duration: steps * second
  };
}

/** Equal differences are equal intervals; null where there is no number. */
function pitchOf(
  line: Line,
  value: number,
  [low, high]: readonly [number, number]
): number | null {
  const drawn = drawnValue(line, value);
  if (!Number.isFinite(drawn)) {
    return null;
  }
  const height = high > low ? (drawn - low) / (high - low) : 0.5;
  return (
    LOWEST_PITCH *
    (HIGHEST_PITCH / LOWEST_PITCH) ** Math.max(0, Math.min(1, height))
  );
}
