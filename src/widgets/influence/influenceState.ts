import type { NumericArray, Trace } from '../../trace';
import { createRecomputer } from '../base/recomputer';
import type { ViewContext } from '../context';
import {
  answerBeside,
  answeredSteps,
  featureCount,
  tried,
  type Tried
} from './influence';

/** What is looked at: a feature of the input, and the step of an output that answers. */
export interface InfluenceNow {
  readonly feature: number;
  readonly answer: number;
  readonly output: number;
}

/** The answer that is looked at, its gradient, and the edits by which it was tested. */
export interface InfluenceState {
  readonly now: InfluenceNow;
  /** `[T, I]`, of tokens `[T, 2]`; null until the kernel has answered. */
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
  /** Another number at a step, or another token; none: it is left out. */
  edit(step: number, value: number | string): Promise<void>;
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

  /** Which run is on the page, and which sequence of its batch. */
  const shown = (): { id: string; sequence?: number } => {
    const { id, batch } = page.trace();
    return { id, ...(batch && { sequence: batch.sequence }) };
  };
  const refused = (reason: unknown): void =>
    page.note(reason instanceof Error ? reason.message : String(reason));
  const asking = createRecomputer({
    async request() {
      const step = answer;
      const of = output;
      const found = await link.request('influence', {
        ...shown(),
        output: of,
        step
      });
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
  /** The edit that puts a token in, and what the gradient predicts of it. */
  const predictedFor = async (step: number, token: string) => {
    const { replacement } = await link.request('influence', {
      ...shown(),
      output,
      step: answer,
      replacement: { step, token }
    });
    if (!replacement) {
      throw new Error(
        translate('The kernel does not know the token “%1”.', token)
      );
    }
    const { id, token: to, predicted } = replacement;
    return { feature: 0, value: id, to, predicted };
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
      const last = featureCount(page.trace()) - 1;
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
      const { edits, clamps } = trace;
      const asked = { feature, answer, output, step };
      const known = gradient;
      if (known === null) {
        return;
      }
      try {
        const put =
          typeof value === 'string'
            ? await predictedFor(step, value)
            : { feature: asked.feature, value, to: value };
        const { trace: after } = await link.request('recompute', {
          ...shown(),
          edits: [...edits, { step, feature: put.feature, value: put.value }],
          clamps
        });
        if (!disposed && known === gradient) {
          tries = [...tries, tried(trace, after, known, { ...put, ...asked })];
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
