import type { Bundle } from '../../trace';
import type { ViewContext } from '../context';
import type { Frame } from '../base/frame';

/** What goes on in a kernel while it is looked at. */
type Running = Extract<Bundle, { kind: 'history' | 'race' }>;
type RunningOf<K> = Extract<Running, { kind: K }>;

export interface RunRequests<K> {
  stop(): void;
  /** Whether the reader has stopped it, and it has not ended yet. */
  isStopping(run: Pick<Running, 'status'>): boolean;
  resume(more?: { epochs?: number; batches?: number }): void;
  /** A saved picture of what still runs is of the past: asks where it is now. */
  attach(): void;
  /** Where it is now. */
  now(): Promise<RunningOf<K>>;
  /** Asks, and says why it could not be done. */
  ask(request: () => Promise<unknown>): void;
  dispose(): void;
}

/** @param take draws where it is, or without that the last again */
export function runRequests<K extends Running['kind']>(
  frame: Frame,
  { link }: Pick<ViewContext, 'link'>,
  {
    id,
    kind,
    take
  }: {
    readonly id: string;
    readonly kind: K;
    readonly take: (run?: RunningOf<K>) => void;
  }
): RunRequests<K> {
  let stopping = false;
  const ask: RunRequests<K>['ask'] = request => {
    request().catch((reason: unknown) =>
      frame.warn(reason instanceof Error ? reason.message : String(reason))
    );
  };
  // The answer and the event have the run under the name of its kind.
  const runIn = (found: object): RunningOf<K> =>
    (found as Record<K, RunningOf<K>>)[kind];
  const now = async (): Promise<RunningOf<K>> =>
    runIn(await link.request(kind, { id }));
  return {
    ask,
    now,
    stop() {
      // A busy machine may take its time; the press is answered at once.
      stopping = true;
      take();
      ask(() =>
        link.request('stop', { id }).catch((reason: unknown) => {
          stopping = false;
          take();
          throw reason;
        })
      );
    },
    isStopping({ status }) {
      stopping &&= status === 'running';
      return stopping;
    },
    resume: (more = {}) => ask(() => link.request('resume', { id, ...more })),
    attach() {
      if (frame.status.state === 'live') {
        now().then(take, () => undefined);
      }
    },
    dispose: link.onEvent(kind, event => {
      if (event.id === id) {
        take(runIn(event));
      }
    })
  };
}
