import type { TimeAxis } from '../../trace';
import { shorten } from '../../scene/words/fitText';
import { niceStep, weekdayDate } from '../../scene/words/timeLabels';

/** A word under a step, and the room that it takes. */
export interface StepWord {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

export interface AxisWords {
  /** As many as stand upright beside each other: tokens, weekdays with their dates, or numbers. */
  readonly words: readonly StepWord[];
  /** That of one step, over its column but never beyond the plot. */
  at(step: number): StepWord;
}

/** The height of the words, and where they stand in it. */
export const AXIS_HEIGHT = 16;
export const AXIS_BASELINE = 12;
const GAP = 10;
/** A token longer than this is cut. */
const WIDEST = 84;

/** The words of the steps of one network. */
export function axisWords(
  { steps, labels }: Pick<TimeAxis, 'steps' | 'labels'>,
  width: number,
  measure: (text: string) => number
): AxisWords {
  const column = width / Math.max(1, steps);
  const at = (step: number): StepWord => {
    const label = weekdayDate(labels?.[step] ?? '') || String(step);
    const text = shorten(label, WIDEST, measure);
    const size = measure(text);
    const from = Math.max(
      0,
      Math.min(width - size, (step + 0.5) * column - size / 2)
    );
    return { text, from, to: from + size };
  };
  let widest = 0;
  for (let step = 0; step < steps; step += 1) {
    const { from, to } = at(step);
    widest = Math.max(widest, to - from);
  }
  const every = niceStep((widest + GAP) / column);
  const words: StepWord[] = [];
  for (let step = 0; step < steps; step += every) {
    const word = at(step);
    if (word.from >= (words.at(-1)?.to ?? -Infinity) + GAP) {
      words.push(word);
    }
  }
  return { words, at };
}
