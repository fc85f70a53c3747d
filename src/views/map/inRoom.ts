import type { ViewChoice } from '../../trace';

/** How wide a picture is, and its words. */
export interface PictureRoom {
  readonly width: number;
  readonly measure: (words: string) => number;
}

const anyRoom: PictureRoom = { width: 744, measure: words => words.length * 7 };

/**
 * What is drawn of a moment in a room, made once: words and hands, which name no room, are of what was
 * laid out last.
 */
export function inRoom<N extends { readonly chosen: ViewChoice }, S>(
  make: (now: N, room: PictureRoom) => S
): (now: N, room?: PictureRoom) => S {
  const known = new WeakMap<ViewChoice, PictureRoom & { readonly made: S }>();
  return (now, room) => {
    const last = known.get(now.chosen);
    if (
      last &&
      (!room || (room.width === last.width && room.measure === last.measure))
    ) {
      return last.made;
    }
    const { width, measure } = room ?? anyRoom;
    const made = make(now, { width, measure });
    known.set(now.chosen, { width, measure, made });
    return made;
  };
}
