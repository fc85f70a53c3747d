import { float64, type Methods } from '../../trace';
import { requireIndex } from '../recurrence/changes';
import type { RunOfNetwork } from './run';

type Asked = Omit<Methods['influence']['params'], 'id'>;

/**
 * What one answer depends on, as a view asks for it: its derivative by each number of the input.
 *
 * A token has no derivative: it cannot be a little more. What stands for it in the network has one, D
 * numbers. Two numbers are told of it: the gradient times the embedding, with its sign (gradient ×
 * input: Denil, Demiraj and de Freitas 2014; Shrikumar et al. 2016, arXiv:1605.01713), and the length
 * of the gradient (Li et al. 2016, arXiv:1506.01066). For another token in its place the gradient
 * predicts `∂y/∂e · (e_new − e_old)` (HotFlip: Ebrahimi et al. 2018, arXiv:1712.06751); a padding that
 * the network skips counts as an embedding of zeros.
 *
 * @throws RangeError when there is no such answer, step or token; TypeError for a replacement of a number
 */
export function influence(
  run: RunOfNetwork,
  { output, step, replacement }: Asked
): Methods['influence']['result'] {
  const who = 'influence';
  const gradient = run.outputGradient({ output, step });
  const tokens = run.record.input.embedded;
  if (!tokens) {
    if (replacement) {
      throw new TypeError(
        `${who}: replacement is for runs over tokens, and this one reads numbers: edit them`
      );
    }
    return { gradient: float64(gradient.values, [...gradient.shape]) };
  }
  const { width } = tokens;
  const { values: rows } = tokens.rows();
  const { steps } = run;
  const slopeAt = (at: number, by: (k: number) => number): number => {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      sum += gradient.values[at * width + k] * by(at * width + k);
    }
    return sum;
  };
  const told = Array.from({ length: steps }, (_, at) => [
    slopeAt(at, k => rows[k]),
    Math.sqrt(slopeAt(at, k => gradient.values[k]))
  ]);
  const answer = { gradient: float64(told.flat(), [steps, 2]) };
  if (!replacement) {
    return answer;
  }
  const { step: at } = replacement;
  requireIndex(who, 'replacement.step', at, steps);
  const { id, token, row } = tokens.find(who, replacement.token.trim());
  return {
    ...answer,
    replacement: {
      id,
      token,
      predicted: slopeAt(at, k => row[k - at * width] - rows[k])
    }
  };
}
