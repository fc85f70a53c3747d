import type { NumericArray, Trace } from '../../trace';
import { createRecomputer } from '../base/recomputer';
import type { ViewContext } from '../context';
import { answerBeside, answeredSteps, tried, type Tried } from './influence';

/** What is looked at: a feature of the input, and the step of an output that answers. */
export interface InfluenceNow {
  readonly feature: number;
  readonly answer: number;
  readonly output: number;
}

/** The answer that is looked at, its gradient, and the edits by which it was tested. */
export interface InfluenceState {
  readonly now: InfluenceNow;
  /** `[T, I]`; null until the kernel has answered. */
  readonly gradient: NumericArray | null;
  readonly tries: readonly Tried[];
  chooseAnswer(step: number): true;
  chooseFeature(feature: number): true;
  /** Another output, at the step nearest to the present one at which it answers. */
  chooseOutput(output: number): true;
  /** The next step with an answer, by 1 or -1. */
  beside(by: number): true;
  /** Asks for the gradient, or says why there is none. */
  ask(): void;
  /** Another run is shown. */
  forget(): void;
  edit(step: number, value: number): Promise<void>;
  dispose(): void;
}

interface Page {
  /** The run on the page. */
  trace(): Trace;
  note(text: string): void;
  changed(): void;
}

export function createInfluenceState(
  bundle: Trace,
  { link, translate }: ViewContext,
  page: Page
): InfluenceState {
  let output = 0;
  let feature = 0;
  let answer = answeredSteps(bundle, output).at(-1) ?? 0;
  let gradient: NumericArray | null = null;
  let tries: readonly Tried[] = [];
  let disposed = false;

  const refused = (reason: unknown): void =>
    page.note(reason instanceof Error ? reason.message : String(reason));
  const asking = createRecomputer({
    async request() {
      const step = answer;
      const of = output;
      const { id } = page.trace();
      const found = await link.request('influence', { id, output: of, step });
      return { ...found, step, of };
    },
    answered({ gradient: found, step, of }) {
      if (step === answer && of === output) {
        gradient = found;
        page.note('');
        page.changed();
      }
    },
    failed: refused
  });
  const ask = (): void => {
    if (link.status(page.trace().id).state === 'live') {
      asking.ask();
    } else if (gradient === null) {
      page.note(
        translate('Not live: run the notebook cell to see the gradient.')
      );
    }
  };
  const forget = (): void => {
    gradient = null;
    tries = [];
    ask();
  };
  const chooseAnswer = (step: number): true => {
    if (step !== answer) {
      answer = step;
      forget();
      page.changed();
    }
    return true;
  };

  return {
    get now() {
      return { feature, answer, output };
    },
    get gradient() {
      return gradient;
    },
    get tries() {
      return tries;
    },
    chooseAnswer,
    chooseFeature(next) {
      const last = page.trace().input.names.length - 1;
      feature = Math.max(0, Math.min(last, next));
      page.changed();
      return true;
    },
    chooseOutput(next) {
      const wanted = Math.max(
        0,
        Math.min(page.trace().outputs.length - 1, next)
      );
      if (wanted !== output) {
        output = wanted;
        answer = answerBeside(answeredSteps(page.trace(), output), answer, 0);
        forget();
        page.changed();
      }
      return true;
    },
    beside: by =>
      chooseAnswer(
        answerBeside(answeredSteps(page.trace(), output), answer, by)
      ),
    ask,
    forget,
    /** The edit alone, beside those that the run was shown with. */
    async edit(step, value) {
      const trace = page.trace();
      const { batch, edits, clamps, id } = trace;
      const asked = { feature, answer, output, step, value };
      const known = gradient;
      if (known === null) {
        return;
      }
      try {
        const { trace: after } = await link.request('recompute', {
          id,
          ...(batch && { sequence: batch.sequence }),
          edits: [...edits, { step, feature: asked.feature, value }],
          clamps
        });
        if (!disposed && known === gradient) {
          tries = [...tries, tried(trace, after, known, asked)];
          page.note('');
          page.changed();
        }
      } catch (reason) {
        if (!disposed) {
          refused(reason);
        }
      }
    },
    dispose() {
      disposed = true;
      asking.forget();
    }
  };
}
