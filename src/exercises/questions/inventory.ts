import { requireOneOf } from '../../engine/base/check';
import { described } from '../../engine/base/described';
import { inventoryItems } from './inventoryItems';
import { questions, type QuestionsShowable } from './questions';

/**
 * The concept inventory of recurrent networks: twelve questions whose wrong answers are what people
 * believe. It is asked before the parts that it is about, after them all, and a week later; how much
 * was gained stands in the panel.
 *
 * @param occasion `before` the lessons, or `after` them, where it comes once more a week later
 * @param about before the lessons: the ids of the questions that are asked here, default all; those
 *   of all places together are the sheet with which later ones are compared
 * @throws TypeError on another occasion or list, RangeError on a question that is unknown or twice there
 * @example
 * ```ts
 * inventory('before').toBundle().items.length; // 12
 * inventory('before', ['state', 'order']).toBundle().items.length; // 2
 * ```
 */
export function inventory(
  occasion: 'before' | 'after',
  about?: readonly string[]
): QuestionsShowable {
  requireOneOf('inventory', 'occasion', occasion, ['before', 'after']);
  const ids = about === undefined ? null : requireIds(occasion, about);
  return questions({
    // A part's key goes on with its first question, which is asked nowhere else.
    key: [`inventory-${occasion}`, ...(ids ?? []).slice(0, 1)].join('-'),
    title: occasion === 'before' ? 'Before the lessons' : 'After the lessons',
    purpose: 'inventory',
    items:
      ids === null
        ? inventoryItems
        : inventoryItems.filter(({ id }) => ids.includes(id)),
    explains: occasion === 'after',
    ...(occasion === 'before'
      ? {}
      : {
          sheets: [
            { key: 'inventory-after' },
            { key: 'inventory-later', days: 7 }
          ]
        })
  });
}

function requireIds(
  occasion: 'before' | 'after',
  about: readonly string[]
): readonly string[] {
  if (occasion === 'after') {
    throw new TypeError(
      'inventory: after the lessons all questions are asked, so there is no list of them'
    );
  }
  if (!Array.isArray(about) || about.length === 0) {
    throw new TypeError(
      `inventory: about must be a list of questions, got ${described(about)}`
    );
  }
  const known = inventoryItems.map(({ id }) => id);
  const wrong = about.find(id => !known.includes(id));
  if (wrong !== undefined) {
    throw new RangeError(
      `inventory: about must name questions among ${known.join(', ')}, got ${described(wrong)}`
    );
  }
  if (new Set(about).size < about.length) {
    throw new RangeError('inventory: about names a question twice');
  }
  return about;
}
