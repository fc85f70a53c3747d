import { answerSheets } from '../../exercises/metadata';
import { ANSWERS, fieldOf } from '../../widgets/questions/answers';

/**
 * The sheets of questions, by key, that keep nothing closed any more: each of their questions was
 * answered once, or they were skipped.
 *
 * @param metadata `metadata.gatescope` of each notebook cell; anything else in it is passed over.
 */
export function openSheets(metadata: readonly unknown[]): ReadonlySet<string> {
  const answered = answerSheets(metadata);
  const open = new Set<string>();
  for (const each of metadata) {
    for (const [key, sheet] of entriesOf(fieldOf(each, ANSWERS))) {
      const count = Object.keys(answered.get(key)?.questions ?? {}).length;
      const of = fieldOf(sheet, 'of');
      const wanted = typeof of === 'number' && of > 0 ? of : 1;
      if (count >= wanted || fieldOf(sheet, 'skipped') === true) {
        open.add(key);
      }
    }
  }
  return open;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null
    ? Object.entries(value)
    : [];
}
