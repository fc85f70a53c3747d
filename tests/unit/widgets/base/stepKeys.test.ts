import { createCursor } from '../../../../src/widgets/base/cursor';
import type { KeyAction } from '../../../../src/scene/words/keyAction';
import { stepKey } from '../../../../src/widgets/base/stepKeys';

function press(step: number, ...actions: KeyAction[]) {
  const cursor = createCursor();
  const view = {};
  cursor.move({ step }, view);
  const used = actions.map(action =>
    stepKey(action, { cursor, view, step: cursor.position.step ?? 0, last: 9 })
  );
  return { ...cursor.position, used };
}

describe('stepKey', () => {
  it('moves along the steps and stays in them', () => {
    expect(press(4, 'nextStep').step).toBe(5);
    expect(press(4, 'previousStep').step).toBe(3);
    expect(press(4, 'firstStep', 'previousStep').step).toBe(0);
    expect(press(4, 'lastStep', 'nextStep').step).toBe(9);
  });

  it('pins, and lets go of what is pinned before the view is left', () => {
    expect(press(4, 'pin').pinned).toBe(true);
    expect(press(4, 'pin', 'leave')).toMatchObject({
      pinned: false,
      used: [true, true]
    });
    expect(press(4, 'leave').used).toEqual([false]);
  });

  it('leaves other keys to the view', () => {
    expect(press(4, 'nextUnit', 'play').used).toEqual([false, false]);
  });
});
