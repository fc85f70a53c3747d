import type { CursorPosition } from '../../../../src/widgets/context';
import {
  gatesKeys,
  type GatesKeysOptions
} from '../../../../src/widgets/gates/gatesKeys';

/** Three units, of which unit 7 stands in the middle, and three channels. */
function keys({ group = 0, unit = 7, pinned = false } = {}) {
  const moves: Partial<CursorPosition>[] = [];
  const state = {
    scene: {
      order: Uint32Array.of(4, 7, 9),
      placeOf: Uint32Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0, 2),
      rows: [{}, {}, {}]
    },
    group,
    lookAt: (next: number) => (state.group = next)
  };
  let brushed = true;
  const press = gatesKeys({
    state: state as unknown as GatesKeysOptions['state'],
    base: { draw: () => undefined },
    place: {
      unit: () => unit,
      pinned,
      move: to => void moves.push(to)
    },
    brush: {
      clear: () => brushed && !(brushed = false),
      onKey: action => action === 'extendRight'
    },
    equations: { enter: () => undefined }
  });
  return { press, moves, state };
}

describe('the keys of the gates', () => {
  it('move to the unit that is drawn below or above, and stop at the ends', () => {
    const { press, moves } = keys();
    expect(press('nextUnit')).toBe(true);
    expect(press('previousUnit')).toBe(true);
    expect(moves).toEqual([{ unit: 9 }, { unit: 4 }]);
    const last = keys({ unit: 9 });
    last.press('nextUnit');
    expect(last.moves).toEqual([{ unit: 9 }]);
  });

  it('move to another channel, which all views are told of', () => {
    const { press, moves, state } = keys({ group: 1 });
    press('nextChannel');
    expect(state.group).toBe(2);
    press('nextChannel');
    expect(state.group).toBe(2);
    press('previousChannel');
    expect(state.group).toBe(1);
    expect(moves).toHaveLength(3);
  });

  it('leave a pin to the keys of the steps, and the brush after it', () => {
    expect(keys({ pinned: true }).press('leave')).toBe(false);
    const { press } = keys();
    expect(press('leave')).toBe(true);
    expect(press('leave')).toBe(false);
  });

  it('are not the steps’, nor clamping where there is no such view', () => {
    const { press, moves } = keys();
    expect(press('nextStep')).toBe(false);
    expect(press('clamp')).toBe(false);
    expect(press('extendRight')).toBe(true);
    expect(moves).toEqual([]);
  });
});
