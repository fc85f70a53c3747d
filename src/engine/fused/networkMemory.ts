import type { PlacedNetwork } from './placeNetwork';
import type { Head } from './head';
import { head } from './head';
import type { MemoryPool, PoolUser } from '../kernels/memoryPool';
import type { Workspace } from './workspace';
import { workspace } from './workspace';

/** What a network computes for; each has memory of its own. */
export type Purpose = 'predict' | 'train';

/** Memory for one purpose, with all layers bound to it. */
export interface PurposeMemory {
  readonly workspace: Workspace;
  readonly head: Head;
}

/** The memory of a network, a purpose each, made when it is first needed. */
export interface NetworkMemory {
  readonly current: Readonly<Record<Purpose, PurposeMemory | null>>;
  /** Memory that is large enough, recreated when the old one is not. */
  claim(purpose: Purpose, batch: number, steps: number): PurposeMemory;
  /** Gives all memory back. Answers whether there was any. */
  release(): boolean;
  readonly bytes: number;
}

export function networkMemory(
  placed: PlacedNetwork,
  pool: MemoryPool,
  user: PoolUser
): NetworkMemory {
  const { layers } = placed;
  const last = layers[layers.length - 1];
  const activation =
    last.spec.kind === 'dense' ? last.spec.activation : 'linear';
  const current: Record<Purpose, PurposeMemory | null> = {
    predict: null,
    train: null
  };
  const all = () =>
    Object.values(current).filter(
      (place): place is PurposeMemory => place !== null
    );

  return {
    current,
    claim(purpose, batch, steps) {
      const old = current[purpose];
      const sizes = old?.workspace.sizes;
      if (old && sizes && sizes.batch >= batch && sizes.steps >= steps) {
        return old;
      }
      if (old) {
        pool.release(old.workspace.block);
        current[purpose] = null;
      }
      const space = workspace(
        placed,
        {
          batch: Math.max(batch, sizes?.batch ?? 0),
          steps: Math.max(steps, sizes?.steps ?? 0),
          training: purpose !== 'predict'
        },
        pool.memory,
        bytes => pool.claim(user, bytes)
      );
      const { port } = space.stages[space.stages.length - 1];
      const place = {
        workspace: space,
        head: head(last.output, port, space.head, activation)
      };
      current[purpose] = place;
      return place;
    },
    release() {
      const held = all();
      held.forEach(place => pool.release(place.workspace.block));
      current.predict = null;
      current.train = null;
      return held.length > 0;
    },
    get bytes() {
      return all().reduce((sum, { workspace: of }) => sum + of.block.bytes, 0);
    }
  };
}
