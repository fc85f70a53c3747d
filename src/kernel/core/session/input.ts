import type { ToWire } from '../messages';
import { Interrupted } from './interrupted';
import type { CellRun } from '../run/run';

/** Asks the user at the front end. */
export interface Input {
  ask(question: string, password: boolean): Promise<string>;
  /** What was typed for the question with this number. */
  answered(number: number, value: string): void;
}

export function createInput(
  post: (message: ToWire) => void,
  runAtWork: () => CellRun | null
): Input {
  const open = new Map<number, (value: string) => void>();
  let last = 0;

  return {
    ask(prompt, password) {
      const run = runAtWork();
      if (run === null || !run.allowsInput) {
        return Promise.reject(
          new Error(
            'prompt: nobody can be asked here; this front end does not take input'
          )
        );
      }
      const number = ++last;
      post({ type: 'ask', number, request: run.request, prompt, password });
      return new Promise((resolve, reject) => {
        const stop = () => {
          open.delete(number);
          reject(new Interrupted());
        };
        run.onInterrupt.add(stop);
        open.set(number, value => {
          run.onInterrupt.delete(stop);
          resolve(value);
        });
      });
    },
    answered(number, value) {
      const resolve = open.get(number);
      open.delete(number);
      resolve?.(value);
    }
  };
}
