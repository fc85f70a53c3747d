import type { NumericArray, Trace } from '../../trace';
import { createRecomputer } from '../base/recomputer';
import type { ViewChoice } from '../base/viewCode';
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
  /** What a line of code can say of it: what is otherwise than at first. */
  readonly choice: ViewChoice;
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
  context: ViewContext,
  page: Page
): InfluenceState {
  const { link, translate } = context;
  let { output, feature, answer } = opening(bundle);
  let gradient: NumericArray | null = null;
  let tries: readonly Tried[] = [];
  let disposed = false;

  const refused = (reason: unknown): void =>
    page.note(reason instanceof Error ? reason.message : String(reason));
  const asking = createRecomputer({
    async request() {
      const step = answer;
      const of = output;
      const found = await link.request('influence', {
        ...placeOf(page.trace()),
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
    get choice() {
      return choiceOf(page.trace(), { feature, answer, output });
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
    async edit(step, value) {
      const known = gradient;
      if (known === null) {
        return;
      }
      try {
        const now = { feature, answer, output };
        const edit = { step, gradient: known, value };
        const found = await triedEdit(context, page.trace(), now, edit);
        if (!disposed && known === gradient) {
          tries = [...tries, found];
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

/** What a run opens on: the last answer of its first output, by its first feature, unless it says more. */
function opening(trace: Trace): InfluenceNow {
  const { view, outputs } = trace;
  const output = Math.min(view?.output ?? 0, outputs.length - 1);
  const steps = answeredSteps(trace, output);
  return {
    output,
    feature: Math.min(view?.feature ?? 0, featureCount(trace) - 1),
    answer: steps.find(step => step === view?.answer) ?? steps.at(-1) ?? 0
  };
}

/** What is otherwise than at first. */
const choiceOf = (
  trace: Trace,
  { feature, answer, output }: InfluenceNow
): ViewChoice => ({
  ...(output > 0 && { output }),
  ...(feature > 0 && { feature }),
  ...(answer !== answeredSteps(trace, output).at(-1) && { answer })
});

/** Which run a trace is of, and which sequence of its batch. */
function placeOf({ id, batch }: Trace): { id: string; sequence?: number } {
  return { id, ...(batch && { sequence: batch.sequence }) };
}

/** Another number or token put in, beside the edits that the run was shown with; the network run again, beside what the gradient predicts of it. */
async function triedEdit(
  { link, translate }: Pick<ViewContext, 'link' | 'translate'>,
  trace: Trace,
  now: InfluenceNow,
  {
    step,
    gradient,
    value
  }: {
    readonly step: number;
    readonly gradient: NumericArray;
    readonly value: number | string;
  }
): Promise<Tried> {
  const { feature, output, answer } = now;
  const asked = { ...now, step };
  const place = placeOf(trace);
  const put = async (number: number, of: number): Promise<Trace> => {
    const { trace: after } = await link.request('recompute', {
      ...place,
      edits: [...trace.edits, { step, feature: of, value: number }],
      clamps: trace.clamps
    });
    return after;
  };
  if (typeof value === 'number') {
    const after = await put(value, feature);
    return tried(trace, after, gradient, { ...asked, to: value });
  }
  const { replacement } = await link.request('influence', {
    ...place,
    output,
    step: answer,
    replacement: { step, token: value }
  });
  if (!replacement) {
    throw new Error(
      translate('The kernel does not know the token “%1”.', value)
    );
  }
  const { id, token: to, predicted } = replacement;
  const after = await put(id, 0);
  return tried(trace, after, gradient, { ...asked, to, predicted });
}
