import { createEvaluator } from '../cells/evaluator';
import { nodePlace } from '../cells/place';
import { prepareQuietHost } from '../marking/quietHost';
import type { CheckAnswer, CheckJob } from '../../core/check/checkJob';
import { problemText, runCheck } from '../../core/check/runCheck';
import { watchMemory } from './watchMemory';

/** The process of one check: nothing of the notebook's own kernel is reachable from it. */
export function startCheck(): void {
  process.once('message', (job: CheckJob) => void checkAndTell(job));
  // Whoever asked is gone.
  process.once('disconnect', () => process.exit(1));
}

async function checkAndTell({ request, megabytes }: CheckJob): Promise<void> {
  // Only the answer of this function is to be believed, not one that an answer sends.
  const send = process.send?.bind(process);
  process.send = undefined;
  prepareQuietHost();
  if (process.platform !== 'linux') {
    watchMemory(megabytes);
  }
  let answer: CheckAnswer;
  try {
    answer = {
      report: await runCheck(request, {
        place: nodePlace(process.cwd()),
        evaluator: createEvaluator(process.cwd())
      })
    };
  } catch (error) {
    answer = { problem: problemText(error) };
  }
  // Timers of the answer must not keep the process.
  send?.(answer, () => process.exit(0));
}
