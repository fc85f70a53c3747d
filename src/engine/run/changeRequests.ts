import { requireKnown, requireList } from '../base/check';
import { described } from '../base/described';
import type { Clamp } from '../../trace';
import type { Changes, SequenceEdit } from '../recurrence/changes';

/** A clamp as a student writes it: of one unit or step or several, of all unless they are named. */
export interface ClampRequest extends Omit<Clamp, 'layer' | 'units' | 'steps'> {
  readonly units?: number | readonly number[];
  readonly steps?: number | readonly number[];
  /** The first unless it is named. */
  readonly layer?: string;
}

/** An edit as a student writes it: of one step or several. */
export interface EditRequest extends Pick<SequenceEdit, 'value' | 'sequence'> {
  readonly steps: number | readonly number[];
  /** The first unless it is named. */
  readonly feature?: number;
}

const asked = {
  clamp: ['channel', 'value', 'units', 'steps', 'layer'],
  edit: ['steps', 'value', 'feature', 'sequence']
};
/** Those of a record, which is of one number of the input. */
const editNames = ['step', 'value', 'feature', 'sequence'];

/** A clamp with its layer. @throws TypeError on an unknown field, which would clamp everything */
export function clampAsked(clamp: ClampRequest, firstLayer: string): Clamp {
  const who = 'run.clamp';
  requireKnown(who, clamp, asked.clamp);
  const { layer = firstLayer, units, steps, ...rest } = clamp;
  return {
    ...rest,
    layer,
    ...(units !== undefined && { units: listOf(who, 'units', units) }),
    ...(steps !== undefined && { steps: listOf(who, 'steps', steps) })
  };
}

/** An edit of each step, with its feature. @throws TypeError on an unknown field */
export function editsAsked(edit: EditRequest): SequenceEdit[] {
  const who = 'run.edit';
  requireKnown(who, edit, asked.edit);
  const { steps, feature = 0, ...rest } = edit;
  return listOf(who, 'steps', steps).map(step => ({ ...rest, step, feature }));
}

/** @throws TypeError on a field that changes, edits or clamps do not have */
export function requireKnownChanges(
  who: string,
  changes: Partial<Changes>
): void {
  requireKnown(who, changes, ['edits', 'clamps']);
  for (const [name, list] of Object.entries(changes)) {
    requireList<unknown>(who, name, list);
  }
  changes.edits?.forEach((edit, at) =>
    requireKnown(`${who}: edits[${at}]`, edit, editNames)
  );
  changes.clamps?.forEach((clamp, at) =>
    requireKnown(`${who}: clamps[${at}]`, clamp, asked.clamp)
  );
}

/** One number as a list of one. Whether the run has such a step or unit is asked where it is run. */
function listOf(
  who: string,
  name: string,
  given: number | readonly number[]
): readonly number[] {
  if (typeof given === 'number') {
    return [given];
  }
  if (!Array.isArray(given)) {
    throw new TypeError(
      `${who}: ${name} must be a whole number from 0, or a list of them, got ${described(given)}`
    );
  }
  return given as readonly number[];
}
