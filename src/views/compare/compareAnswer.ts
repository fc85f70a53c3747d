import {
  hasNumberAt,
  meanAt,
  type Comparison,
  type InputEdit
} from '../../trace';
import { formatFixed } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import type { Translate } from '../../scene/words/translate';
import { editedWords } from './compareEdits';
import {
  changeAt,
  compareRows,
  namedIn,
  rowsOfJob,
  type CompareRow
} from './compareRows';
import { compareVerdict, verdictWords } from './compareVerdict';

/** The question of a comparison, its answer, and the step that this points at, if it is of one. */
export interface Asked {
  readonly question: string;
  readonly answer: string;
  readonly step?: number;
}

/**
 * What a comparison answers: what an edit changed, else which network is ahead, else, where nothing
 * says that, at which step their states are furthest apart.
 */
export function compareAsked(
  {
    now,
    before,
    edits
  }: {
    readonly now: Comparison;
    /** What they were before the edits of their input; null without any. */
    readonly before: Comparison | null;
    readonly edits: readonly InputEdit[];
  },
  translate: Translate
): Asked {
  if (before) {
    return {
      question: translate('What does the edit change?'),
      answer: editedWords(
        before,
        edits,
        [compareRows(before.traces), compareRows(now.traces)],
        translate
      )
    };
  }
  const verdict = now.rows.length > 1 ? compareVerdict(now.rows) : null;
  if (!verdict) {
    return apartAsked(now, translate);
  }
  const { score, greater } = verdict;
  const [one, other] = now.rows.map(({ name }) => name);
  return {
    question:
      now.rows.length === 2
        ? greater
          ? translate('Which has the higher %1, %2 or %3?', score, one, other)
          : translate('Which has the lower %1, %2 or %3?', score, one, other)
        : greater
          ? translate(
              'Which of the %1 networks has the highest %2?',
              now.rows.length,
              score
            )
          : translate(
              'Which of the %1 networks has the lowest %2?',
              now.rows.length,
              score
            ),
    answer: verdictWords(verdict, translate)
  };
}

/** Where the states of the networks are furthest apart; of one network, where its own moves most. */
function apartAsked({ traces, rows }: Comparison, translate: Translate): Asked {
  const [state] = rowsOfJob(compareRows(traces), 'hidden');
  const [first] = traces;
  const alone = rows.length === 1;
  const question = alone
    ? translate('Where does the state of %1 move most?', rows[0].name)
    : rows.length === 2
      ? translate(
          'Where do the states of %1 and %2 differ most?',
          rows[0].name,
          rows[1].name
        )
      : translate(
          'Where do the states of the %1 networks differ most?',
          rows.length
        );
  const [step, size] = state
    ? greatest(first.time.steps, at =>
        alone ? moveOf(state, at) : spreadOf(meansAt(state, traces, at))
      )
    : [0, NaN];
  if (!state || Number.isNaN(size)) {
    return { question, answer: '' };
  }
  const name = namedIn(state, state.channelNames.join(' / '), translate);
  const where = stepWords(first.time, step, translate);
  if (size === 0) {
    return {
      question,
      answer: translate('Nowhere: %1 is the same at every %step.', name)
    };
  }
  return {
    question,
    step,
    answer: alone
      ? translate(
          'At %1: there %2 moves by %3 on average.',
          where,
          name,
          formatFixed(size)
        )
      : translate(
          'At %1: there the mean %2 is %3.',
          where,
          name,
          meansAt(state, traces, step)
            .map((mean, at) =>
              translate('%1 (%2)', formatFixed(mean), rows[at].name)
            )
            .join(', ')
        )
  };
}

/** The mean of a row's channel over the units of each network at a step; NaN where a network has no number. */
const meansAt = (
  { channels }: CompareRow,
  traces: Comparison['traces'],
  step: number
): readonly number[] =>
  traces.map(({ time }, network) => {
    const channel = channels[network];
    return channel && hasNumberAt(time, channel, step)
      ? meanAt(channel, step)
      : NaN;
  });

const moveOf = (
  { channels: [channel], layers: [layer] }: CompareRow,
  step: number
) => (channel && layer ? changeAt(layer, channel, step) : NaN);

const spreadOf = (means: readonly number[]): number =>
  Math.max(...means) - Math.min(...means);

/** The step with the greatest finite number, and that; NaN where none is. */
function greatest(
  steps: number,
  of: (step: number) => number
): readonly [step: number, size: number] {
  let found: readonly [number, number] = [0, NaN];
  for (let step = 0; step < steps; step += 1) {
    const size = of(step);
    if (Number.isFinite(size) && !(size <= found[1])) {
      found = [step, size];
    }
  }
  return found;
}
