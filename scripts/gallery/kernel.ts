import type {
  Bundle,
  EventName,
  Events,
  Method,
  Methods,
  Trace
} from '../../src/trace';
import { encode } from '../../src/trace';
import type { Showable } from '../../src/engine';
import { gradientFlow, History, RunOfNetwork } from '../../src/engine';
import { comparisonBundle } from '../../src/engine/study/comparison';
import { type ComparisonOfRuns } from '../../src/engine/study/comparisonOfRuns';

/** What the kernel's live link does, over HTTP and for one page. */
const session = `gallery-${Date.now().toString(36)}`;
const objects = new Map<string, Showable | Bundle>();

export type Sample = Showable<Bundle> | Bundle;

/** Keeps an object and returns its bundle, marked as live. */
export function remember(object: Sample, live: boolean): Bundle {
  const bundle = 'toBundle' in object ? object.toBundle() : object;
  objects.set(bundle.id, object);
  if ('runs' in object) {
    for (const run of (object as ComparisonOfRuns).runs) {
      objects.set(run.id, run);
    }
  }
  if (object instanceof History) {
    follow(object);
  }
  return live ? { ...bundle, live: { session, revision: 0 } } : bundle;
}

/** Tells the page how a training run goes on, at most 25 times a second. */
function follow(history: History): void {
  let last = 0;
  let timer: NodeJS.Timeout | null = null;
  const emit = (): void => {
    timer = null;
    last = Date.now();
    events.emit('history', {
      id: history.id,
      history: { ...history.toBundle(), live: { session, revision: 0 } }
    });
  };
  history.subscribe(() => {
    timer ??= setTimeout(emit, Math.max(0, 40 - (Date.now() - last)));
  });
}

type Listener = <E extends EventName>(name: E, data: unknown) => void;
const listeners = new Set<Listener>();

export const events = {
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  emit<E extends EventName>(name: E, data: Events[E]): void {
    const encoded = encode(data);
    for (const listener of listeners) {
      listener(name, encoded);
    }
  }
};

interface Asked {
  readonly method: Method;
  readonly params: unknown;
}

/** Answers one request with the encoded result. */
export async function answerRequest({
  method,
  params
}: Asked): Promise<unknown> {
  const handler = handlers[method] as
    ((params: unknown) => Promise<object>) | undefined;
  if (!handler) {
    throw new Error(`The gallery does not answer "${method}".`);
  }
  return encode(await handler(params));
}

type Handlers = {
  [M in Method]?: (
    params: Methods[M]['params']
  ) => Promise<Methods[M]['result']>;
};

const handlers: Handlers = {
  attach: ({ id }) => Promise.resolve({ known: objects.has(id), revision: 0 }),
  recompute: ({ id, edits, clamps }) => {
    const run = runOf(id);
    const trace: Trace = run.recompute({ edits, clamps }).toBundle();
    return Promise.resolve({
      trace: { ...trace, id, live: { session, revision: 0 } },
      name: 'run'
    });
  },
  history: ({ id }) =>
    Promise.resolve({
      history: {
        ...historyOf(id).toBundle(),
        live: { session, revision: 0 }
      }
    }),
  stop: ({ id }) => {
    historyOf(id).stop();
    return Promise.resolve({});
  },
  resume: ({ id, epochs, batches }) => {
    // Not awaited: the answer comes when it has begun, events tell the rest.
    historyOf(id)
      .resume({ epochs, batches })
      .catch(() => undefined);
    return Promise.resolve({});
  },
  useEpoch: ({ id, epoch }) => {
    const history = historyOf(id);
    const used = history.useEpoch(epoch ?? 'last');
    events.emit('history', {
      id,
      history: { ...history.toBundle(), live: { session, revision: 0 } }
    });
    const argument = epoch === null ? "'last'" : String(epoch);
    return Promise.resolve({
      epoch: used,
      last: epoch === null,
      code: `history.useEpoch(${argument});`
    });
  },
  gradientFlow: ({ id, threshold }) =>
    Promise.resolve({
      flow: gradientFlow(runOf(id), { threshold }).toBundle()
    }),
  compare: ({ id, edits }) => {
    const { runs, metrics } = comparisonBehind(id);
    const traces = runs.map((run): Trace => {
      const { changes } = runOf(run.id);
      const again = runOf(run.id).recompute({
        edits: [...changes.edits, ...edits],
        clamps: changes.clamps
      });
      return { ...again.toBundle(), id: run.id };
    });
    return Promise.resolve({
      comparison: {
        ...comparisonBundle(id, traces, runs, metrics),
        live: { session, revision: 0 }
      }
    });
  },
  select: () => Promise.resolve({ code: 'selection.units; selection.steps;' })
};

function runOf(id: string): RunOfNetwork {
  const object = objects.get(id);
  if (!(object instanceof RunOfNetwork)) {
    throw new Error(`There is no run "${id}".`);
  }
  return object;
}

function comparisonBehind(id: string): ComparisonOfRuns {
  const object = objects.get(id);
  if (!object || !('runs' in object)) {
    throw new Error(`There is no comparison "${id}".`);
  }
  return object as ComparisonOfRuns;
}

function historyOf(id: string): History {
  const object = objects.get(id);
  if (!(object instanceof History)) {
    throw new Error(`There is no training run "${id}".`);
  }
  return object;
}
