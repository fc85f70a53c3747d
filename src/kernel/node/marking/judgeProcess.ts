import {
  drawnExercises,
  drawnWords
} from '../../../exercises/check/drawnExercise';
import type { FromAnswer, ToAnswer } from '../../core/check/answerMessages';
import { AnswerGone, readReply } from '../../core/check/answerMessages';
import * as library from '../../core/library/library';
import { prepareQuietHost } from './quietHost';
import { judge } from './judge';
import { createLines, INPUT, OUTPUT } from './lines';
import type { FromJudge, ToJudge } from './messages';

/** How it ends when a reply was lost. */
const LOST = 3;

/** The process that marks: the teacher's notebook cells and tests, one exercise after the other. */
export async function judgeProcess(whenWarm: () => void): Promise<void> {
  prepareQuietHost(library);
  // Whole, down to the line of a test: on that hangs what of its words a student may read.
  Error.stackTraceLimit = Infinity;
  const lines = createLines(INPUT, OUTPUT);
  const say = (message: FromJudge): void => lines.write(message);
  // Whatever an answer makes of what it is asked, no reply to it may be taken for another: where one was
  // lost, as by a stack that ran over, this process ends, and the next exercise gets a fresh one.
  let waits = false;
  const endIfLost = (): void => {
    if (waits) {
      process.exit(LOST);
    }
  };
  const pass = (line: ToAnswer, fresh: boolean): FromAnswer => {
    endIfLost();
    waits = true;
    say({ say: 'pass', fresh, line });
    const reply = lines.read() as ToJudge | null;
    waits = false;
    if (reply === null) {
      process.exit(0);
    }
    if ('gone' in reply) {
      throw new AnswerGone(reply.gone);
    }
    return readReply((reply as { line: string }).line);
  };
  say({ say: 'ready' });
  for (let isFirst = true; ; isFirst = false) {
    const message = lines.read() as ToJudge | null;
    if (message !== null && 'drawn' in message) {
      const { exercises, variant } = message.drawn;
      say({
        say: 'words',
        words: exercises.map(exercise => ({
          exercise,
          words: drawnExercises.includes(exercise)
            ? drawnWords(exercise, variant)
            : []
        }))
      });
      continue;
    }
    if (message === null || !('job' in message)) {
      process.exit(0);
    }
    const mark = await judge(message.job, pass);
    endIfLost();
    say({ say: 'mark', mark });
    if (isFirst) {
      whenWarm();
    }
  }
}
