import { answerOf, type TaskExamples } from './examples';
import type { Task } from './tasks';

/** From this share on, a network is called right at a delay. */
const HOLDS = 7 / 8;

/**
 * Which sequence of a delay tells what sets two networks apart: one that the network with more right answers
 * at this delay has right, and the other one wrong. A bit is right half of the time by luck: where neither
 * network is right at this delay, it is one that both have wrong. Each pair is one moment; the sequence of the
 * moment before stays while it tells, and where no sequence does.
 *
 * @param moments of both networks which answers are right, `[N, K]`, the newest last
 * @returns its place among the examples
 */
export function tellingSequence(
  examples: Pick<TaskExamples, 'delays' | 'outputs'>,
  delay: number,
  moments: readonly (readonly [Uint8Array, Uint8Array])[],
  { isNumber }: Pick<Task, 'isNumber'>
): number {
  const candidates = [...examples.delays.keys()].filter(at =>
    [delay, 0].includes(examples.delays[at])
  );
  let [shown] = candidates;
  for (const both of moments) {
    const isRight = (network: number, at: number): boolean =>
      both[network][answerOf(examples, at, delay)] === 1;
    const [first, second] = [0, 1].map(
      network => candidates.filter(at => isRight(network, at)).length
    );
    const ahead = first > second ? 0 : 1;
    const isLuck =
      !isNumber && Math.max(first, second) < HOLDS * candidates.length;
    const tells = (at: number): boolean =>
      !isRight(1 - ahead, at) &&
      (isLuck ? !isRight(ahead, at) : first !== second && isRight(ahead, at));
    shown = tells(shown) ? shown : (candidates.find(tells) ?? shown);
  }
  return shown;
}
