import { requireKnown } from '../base/check';
import type { Clamp } from '../../trace';
import type { Changes, SequenceEdit } from '../recurrence/changes';

/** A clamp as a student writes it: the layer may be left out when there is only one. */
export type ClampRequest = Omit<Clamp, 'layer'> & { readonly layer?: string };

/** An edit as a student writes it: feature and sequence are the first unless they are named. */
export type EditRequest = Omit<SequenceEdit, 'feature'> & {
  readonly feature?: number;
};

const clampNames = ['channel', 'value', 'units', 'steps', 'layer'];
const editNames = ['step', 'value', 'feature', 'sequence'];

/** A clamp with its layer. @throws TypeError on an unknown field, which would clamp everything */
export function clampAsked(asked: ClampRequest, firstLayer: string): Clamp {
  requireKnown('run.clamp', asked, clampNames);
  return { ...asked, layer: asked.layer ?? firstLayer };
}

/** An edit with its feature. @throws TypeError on an unknown field */
export function editAsked(asked: EditRequest): SequenceEdit {
  requireKnown('run.edit', asked, editNames);
  return { ...asked, feature: asked.feature ?? 0 };
}

/** @throws TypeError on a field that changes, edits or clamps do not have */
export function requireKnownChanges(
  who: string,
  changes: Partial<Changes>
): void {
  requireKnown(who, changes, ['edits', 'clamps']);
  changes.edits?.forEach((edit, at) =>
    requireKnown(`${who}: edits[${at}]`, edit, editNames)
  );
  changes.clamps?.forEach((clamp, at) =>
    requireKnown(`${who}: clamps[${at}]`, clamp, clampNames)
  );
}
