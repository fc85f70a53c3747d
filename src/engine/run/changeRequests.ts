import {
  requireInteger,
  requireKnown,
  requireList,
  requireText
} from '../base/check';
import { described } from '../base/described';
import type { Clamp } from '../../trace';
import type { Changes, SequenceEdit } from '../recurrence/changes';

/** Several in a row, both ends included: `{ from: 21, to: 40 }`. */
export interface FromTo {
  readonly from: number;
  readonly to: number;
}

/** A clamp as a student writes it: of one unit or step or several, of all unless they are named. */
export interface ClampRequest extends Omit<Clamp, 'layer' | 'units' | 'steps'> {
  readonly units?: number | readonly number[] | FromTo;
  readonly steps?: number | readonly number[] | FromTo;
  /** The first unless it is named. */
  readonly layer?: string;
}

/** An edit as a student writes it: of one step or several. */
export interface EditRequest extends Pick<SequenceEdit, 'value' | 'sequence'> {
  readonly steps: number | readonly number[] | FromTo;
  /** The first unless it is named. */
  readonly feature?: number;
}

/** Changes as a student writes them, or as `run.changes` keeps them. */
export interface ChangesRequest {
  readonly edits?: readonly (EditRequest | SequenceEdit)[];
  readonly clamps?: readonly ClampRequest[];
}

const asked = {
  clamp: ['channel', 'value', 'units', 'steps', 'layer'],
  edit: ['steps', 'value', 'feature', 'sequence']
};
/** Those of a record, which is of one number of the input. */
const recorded = ['step', 'value', 'feature', 'sequence'];

/** A clamp with its layer. @throws TypeError on an unknown field, which would clamp everything */
export function clampAsked(
  who: string,
  clamp: ClampRequest,
  firstLayer: string
): Clamp {
  requireKnown(who, clamp, asked.clamp);
  requireText(who, 'channel', clamp.channel);
  const { layer = firstLayer, units, steps, ...rest } = clamp;
  return {
    ...rest,
    layer,
    ...(units !== undefined && { units: listOf(who, 'units', units) }),
    ...(steps !== undefined && { steps: listOf(who, 'steps', steps) })
  };
}

/** An edit of each step, with its feature. @throws TypeError on an unknown field */
export function editsAsked(who: string, edit: EditRequest): SequenceEdit[] {
  requireKnown(who, edit, asked.edit);
  const { steps, feature = 0, ...rest } = edit;
  return listOf(who, 'steps', steps).map(step => ({ ...rest, step, feature }));
}

/** Every edit and clamp in full. @throws TypeError on a field that changes, edits or clamps do not have */
export function changesAsked(
  who: string,
  changes: ChangesRequest,
  firstLayer: string
): Changes {
  requireKnown(who, changes, ['edits', 'clamps']);
  const { edits = [], clamps = [] } = changes;
  return {
    edits: requireList<EditRequest | SequenceEdit>(who, 'edits', edits).flatMap(
      (edit, at) => {
        const where = `${who}: edits[${at}]`;
        // A list of steps has the student's word, one number of the input the record's.
        if (typeof edit !== 'object' || edit === null || !('step' in edit)) {
          return editsAsked(where, edit);
        }
        requireKnown(where, edit, recorded);
        return [edit];
      }
    ),
    clamps: requireList<ClampRequest>(who, 'clamps', clamps).map((clamp, at) =>
      clampAsked(`${who}: clamps[${at}]`, clamp, firstLayer)
    )
  };
}

/** What is asked for as a list. Whether the run has such a step or unit is asked where it is run. */
function listOf(
  who: string,
  name: string,
  given: number | readonly number[] | FromTo
): readonly number[] {
  if (typeof given === 'number') {
    return [given];
  }
  if (isList(given)) {
    return given;
  }
  if (typeof given !== 'object' || given === null) {
    throw new TypeError(
      `${who}: ${name} must be a whole number from 0, a list of them, or { from, to }, got ${described(given)}`
    );
  }
  requireKnown(`${who}: ${name}`, given, ['from', 'to']);
  const from = requireInteger(who, `${name}.from`, given.from, 0);
  const to = requireInteger(who, `${name}.to`, given.to, 0);
  if (to < from) {
    throw new RangeError(
      `${who}: ${name}.to must not be below ${name}.from, got { from: ${from}, to: ${to} }`
    );
  }
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

/** `Array.isArray` that knows of lists which nobody changes. */
function isList(given: unknown): given is readonly number[] {
  return Array.isArray(given);
}
