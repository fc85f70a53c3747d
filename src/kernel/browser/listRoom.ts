/** How much lists may still grow, in bytes. */
export interface ListRoom {
  left: number;
  /** Whether something was refused. */
  wasFull: boolean;
}

/** What an object takes that is looked at no closer, in bytes: one with a few numbers in it. */
const OBJECT = 64;
const NUMBER = 8;

/**
 * Counts what is pushed onto lists, and refuses it when there is no room left. A worker is given as
 * much memory as all of its page together; when that has been used up the browser ends the page, and
 * nothing tells before how much is used. So what loops without end add to lists is counted: by far most
 * of what fills a memory by mistake.
 */
export function boundLists(): ListRoom {
  const room: ListRoom = { left: Infinity, wasFull: false };
  const { push } = Array.prototype;
  const counted = {
    push(this: unknown[], ...items: unknown[]): number {
      let weight = 0;
      for (let at = 0; at < items.length; at++) {
        weight += weightOf(items[at]);
      }
      if (weight > room.left) {
        room.wasFull = true;
        throw new RangeError('There is no memory left for a longer list.');
      }
      room.left -= weight;
      return Reflect.apply(push, this, items);
    }
  };
  Object.defineProperty(Array.prototype, 'push', {
    configurable: true,
    enumerable: false,
    writable: true,
    value: counted.push
  });
  return room;
}

function weightOf(item: unknown): number {
  if (typeof item === 'string') {
    return NUMBER + item.length;
  }
  if (typeof item !== 'object' || item === null) {
    return NUMBER;
  }
  if (Array.isArray(item)) {
    return OBJECT + NUMBER * item.length;
  }
  return OBJECT + (ArrayBuffer.isView(item) ? item.byteLength : 0);
}
