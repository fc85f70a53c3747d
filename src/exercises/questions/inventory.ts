import { requireOneOf } from '../../engine/base/check';
import { inventoryItems } from './inventoryItems';
import { questions, type QuestionsShowable } from './questions';

/**
 * The concept inventory of recurrent networks: twelve questions whose wrong answers are what people
 * believe. It is asked before the lessons, after them, and a week later; how much was gained stands
 * in the panel.
 *
 * @param occasion `before` the lessons, or `after` them, where it comes once more a week later
 * @throws TypeError on another occasion
 * @example
 * ```ts
 * inventory('before').toBundle().items.length; // 12
 * ```
 */
export function inventory(occasion: 'before' | 'after'): QuestionsShowable {
  requireOneOf('inventory', 'occasion', occasion, ['before', 'after']);
  return questions({
    key: `inventory-${occasion}`,
    title: occasion === 'before' ? 'Before the lessons' : 'After the lessons',
    purpose: 'inventory',
    items: inventoryItems,
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
