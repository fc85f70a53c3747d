import {
  drawnExercises,
  drawnWords
} from '../../../exercises/check/drawnExercise';
import { AnswerGone } from '../../core/check/answerGone';
import type { FromAnswer, ToAnswer } from '../../core/check/answerMessages';
import { readReply } from '../../core/check/readReply';
import * as library from '../../core/library/library';
import { prepareQuietHost } from './quietHost';
import { judge } from './judge';
import { createLines } from './lines';
import { INPUT, OUTPUT } from './pipes';
import type { FromJudge, ToJudge } from './messages';

/** The process that marks: the teacher's notebook cells and tests, one exercise after the other. */
export async function judgeProcess(whenWarm: () => void): Promise<void> {
  prepareQuietHost(library);
  const lines = createLines(INPUT, OUTPUT);
  const say = (message: FromJudge): void => lines.write(message);
  const pass = (line: ToAnswer, fresh: boolean): FromAnswer => {
    say({ say: 'pass', fresh, line });
    const reply = lines.read() as ToJudge | null;
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
    say({ say: 'mark', mark: await judge(message.job, pass) });
    if (isFirst) {
      whenWarm();
    }
  }
}
