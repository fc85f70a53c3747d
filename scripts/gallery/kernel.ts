import {
  decodeToKernel,
  encode,
  type Bundle,
  type EventName,
  type Events,
  type Request,
  type ViewOptions
} from '../../src/trace';
import { History, Race, type Showable } from '../../src/engine';
import { createScope } from '../../src/kernel/core/cells/scope';
import { createAnswers } from '../../src/kernel/core/live/answers';
import { createLiveTraining } from '../../src/kernel/core/live/liveTraining';
import { createRegistry } from '../../src/kernel/core/live/registry';

/*
 * The kernel's own registry, answers and followed training runs, over HTTP instead of a comm: what
 * the tests of the gallery see is what a notebook's page gets.
 */

export type Sample = Showable<Bundle> | Bundle;

type Listener = (name: EventName, data: unknown) => void;
const listeners = new Set<Listener>();

export const events = {
  subscribe(listener: Listener): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }
};

const registry = createRegistry();
const scope = createScope();
const training = createLiveTraining({
  registry,
  // Nothing is saved here: there is no notebook.
  displays: {
    bundle: () => ({ data: {}, metadata: {} }),
    display: () => undefined,
    update: () => undefined
  },
  link: {
    send<E extends EventName>(name: E, data: Events[E]) {
      const encoded = encode(data);
      listeners.forEach(listener => listener(name, encoded));
    },
    get connected() {
      return listeners.size > 0;
    }
  },
  within: (_run, work) => work()
});
const answers = createAnswers({
  registry,
  scope,
  bind: (name, _type, value) => scope.bind(name, value),
  checks: {
    run: () => Promise.reject(new Error('The gallery checks no exercises.')),
    stop: () => false
  },
  followed: history => training.follow(history)
});

/**
 * Keeps an object, as `show` does, and returns its bundle. Notebook cells would know it by `name`.
 */
export function remember(
  object: Sample,
  name: string,
  { live, view }: { readonly live: boolean; readonly view?: ViewOptions }
): Bundle {
  if (!('toBundle' in object)) {
    return view ? { ...object, view } : object;
  }
  if (!live) {
    const bundle = object.toBundle();
    return view ? { ...bundle, view } : bundle;
  }
  registry.add(object);
  scope.bind(name, object);
  if ('runs' in object && Array.isArray(object.runs)) {
    object.runs.forEach((run: Showable) => registry.add(run));
  }
  if (object instanceof History || object instanceof Race) {
    training.follow(object);
  }
  return registry.bundle(object, view);
}

/**
 * Answers one request with the encoded result.
 *
 * @throws Error with the kernel's own words
 */
export async function answerRequest(asked: unknown): Promise<unknown> {
  const request = decodeToKernel({
    ...(asked as object),
    type: 'request',
    number: 1
  }) as Request;
  const answer = answers[request.method] as (params: unknown) => object;
  return encode(await answer(request.params));
}
