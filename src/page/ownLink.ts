import { withEditsOf } from '../engine/recurrence/changes';
import { influence } from '../engine/run/influence';
import type { RunOfNetwork } from '../engine/run/run';
import { numbersCode, type Method, type Methods, type Trace } from '../trace';
import type { LinkStatus, LiveLink } from '../widgets/context';

type Asked<M extends Method> = Methods[M]['params'];
type Answered<M extends Method> = Methods[M]['result'];

const status: LinkStatus = { state: 'live' };

export type Answers = {
  readonly [M in Method]?: (asked: Asked<M>) => Answered<M>;
};

/**
 * What a run that the page itself has computed answers to its view: the page is the kernel.
 *
 * @param id by which the view knows the run
 */
export function ownLink(run: RunOfNetwork, id = run.id): LiveLink {
  return linkOf(linkAnswers(run, id));
}

/** What a run answers of itself, under the id by which a view knows it. */
export function linkAnswers(run: RunOfNetwork, id: string): Answers {
  return {
    attach: () => ({ known: true, revision: run.revision }),
    recompute: ({ sequence = 0, edits, clamps }) => ({
      trace: liveBundle(
        run.recompute({
          edits: withEditsOf(sequence, edits, run.changes),
          clamps
        }),
        { id, sequence }
      ),
      name: null
    }),
    sequence: ({ sequence }) => ({
      trace: liveBundle(run, { id, sequence })
    }),
    whole: () => ({ bundle: liveBundle(run, { id }) }),
    influence: asked => influence(run, asked),
    gradientFlow: ({ threshold, sequence, lossStep }) => ({
      flow: run
        .gradientFlow({
          ...(threshold !== undefined && { threshold }),
          ...(sequence !== undefined && { sequence }),
          ...(lossStep !== undefined && { lossStep })
        })
        .toBundle()
    }),
    select: ({ selection }) => ({
      code:
        selection === null
          ? 'selection'
          : `const selection = { layer: ${JSON.stringify(selection.layer)}, channel: ${JSON.stringify(selection.channel)}, units: ${numbersCode(selection.units)}, steps: ${numbersCode(selection.steps)} };`
    })
  };
}

/** A link to those who answer in the page itself. */
export function linkOf(given: Answers): LiveLink {
  // No notebook cell has a name for what a page has computed.
  const answers: Answers = { code: () => ({ code: '' }), ...given };
  return {
    status: () => status,
    onStatus: () => () => undefined,
    async request<M extends Method>(method: M, asked: Asked<M>) {
      const answer = answers[method] as
        ((params: Asked<M>) => Answered<M>) | undefined;
      if (answer === undefined) {
        throw new Error(
          `Run the notebook cell first: its saved picture alone cannot answer ${method}.`
        );
      }
      // What is thrown rejects, as a kernel's answer does.
      return Promise.resolve(answer(asked));
    },
    onEvent: () => () => undefined
  };
}

/** The trace of a run as a view takes it that can ask for more. */
export function liveBundle(
  run: RunOfNetwork,
  { id = run.id, sequence }: { id?: string; sequence?: number } = {}
): Trace {
  return {
    ...run.toBundle(sequence === undefined ? {} : { sequence }),
    id,
    live: { session: 'page', revision: run.revision }
  };
}
