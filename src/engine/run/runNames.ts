import { requireInteger, requireObject, requireText } from '../base/check';
import { described } from '../base/described';
import { list, Option, text } from '../base/options';

/** A step that matters to the task, and what it is called there. */
export interface StepMark {
  readonly step: number;
  readonly name: string;
}

/** So many characters a name may have in a file of a run, so many a label, and so many marks there may be. */
const NAME = 200;
const LABEL = 500;
const MARKS = 1000;

/** A text within what the trace format allows: a run that says more is drawn, but its file is refused. */
const textOf = (least: number, most: number): Option<string> =>
  new Option((who, name, value) => {
    const given = requireText(who, name, value);
    if (given.length < least || given.length > most) {
      throw new RangeError(
        `${who}: ${name} must be a text of ${least} to ${most} characters, got ${
          given.length > most ? `one of ${given.length}` : described(given)
        }`
      );
    }
    return given;
  });

/** The name of a layer, a feature, a step. */
export const shortName = textOf(1, NAME);

const each = <T>(item: Option<T>): Option<readonly T[]> =>
  new Option((who, of, value, all) =>
    list<unknown>()
      .read(who, of, value, all)
      .map((one, at) => item.read(who, `${of}[${at}]`, one, all))
  );

const marks: Option<readonly StepMark[]> = new Option((who, of, value, all) => {
  const given = each(
    new Option((_who, at, one): StepMark => {
      requireObject(who, at, one);
      const { step, name: called } = one as Partial<StepMark>;
      return {
        step: requireInteger(who, `${at}.step`, step, 0),
        name: shortName.read(who, `${at}.name`, called, all)
      };
    })
  ).read(who, of, value, all);
  if (given.length > MARKS) {
    throw new RangeError(
      `${who}: ${of} must be at most ${MARKS}, got ${given.length}`
    );
  }
  return given;
});

/** How a run calls its steps and numbers: each as the file of a run may hold it. */
export const runNames = {
  labels: each(textOf(0, LABEL)).optional(),
  inputNames: each(shortName).optional(),
  inputUnit: shortName.optional(),
  // A vocabulary's tokens are names, too, and padding is the empty one.
  outputNames: each(textOf(0, NAME)).optional(),
  outputUnit: shortName.optional(),
  stepName: shortName.optional(),
  marks: marks.optional(),
  title: text.optional()
};

/** @throws RangeError on a mark at a step that the run does not have */
export function requireMarks(
  who: string,
  given: readonly StepMark[] | undefined,
  steps: number
): void {
  given?.forEach(({ step }, at) => {
    if (step >= steps) {
      throw new RangeError(
        `${who}: marks[${at}].step must be one of ${steps} steps from 0, got ${step}`
      );
    }
  });
}
