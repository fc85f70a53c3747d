import type { FusedInput } from './network';
import type { Packer, PackedSequence } from '../kernels/packedSequence';
import { fullyPacked, packer } from '../kernels/packedSequence';

/** Packs the batches of one network; batches of one purpose share their arrays. */
export interface SequencePackers<Purpose extends string> {
  of(purpose: Purpose, input: FusedInput): PackedSequence;
}

/** @param padded whether token 0 is padding */
export function sequencePackers<Purpose extends string>(
  padded: boolean
): SequencePackers<Purpose> {
  let full: PackedSequence | null = null;
  const packers: Partial<
    Record<Purpose, { pack: Packer; batch: number; steps: number }>
  > = {};
  return {
    of(name, { input, starts, steps, mask }) {
      const batch = starts.length;
      if (!mask && !padded) {
        if (full?.batch !== batch || full.steps !== steps) {
          full = fullyPacked(batch, steps);
        }
        return full;
      }
      let own = packers[name];
      if (!own || own.batch < batch || own.steps < steps) {
        const most = {
          batch: Math.max(batch, own?.batch ?? 0),
          steps: Math.max(steps, own?.steps ?? 0)
        };
        own = { pack: packer(most.batch, most.steps), ...most };
        packers[name] = own;
      }
      return own.pack.pack(
        batch,
        steps,
        mask
          ? at => mask[at] !== 0
          : at => {
              const sequence = Math.floor(at / steps);
              return input[starts[sequence] + at - sequence * steps] !== 0;
            }
      );
    }
  };
}
