import { cursorMove } from '../../../../src/widgets/gates/cursorKeys';

const at = {
  step: 2,
  steps: 5,
  unit: 7,
  // Unit 7 stands in the middle.
  order: [4, 7, 9],
  placeOf: { 4: 0, 7: 1, 9: 2, length: 10 } as ArrayLike<number>,
  group: 0,
  groups: 3,
  pinned: false
};

describe('keys of a run', () => {
  it('move the step and stop at its ends', () => {
    expect(cursorMove('nextStep', at)).toEqual({ step: 3 });
    expect(cursorMove('nextStep', { ...at, step: 4 })).toEqual({ step: 4 });
    expect(cursorMove('previousStep', { ...at, step: 0 })).toEqual({ step: 0 });
    expect(cursorMove('lastStep', at)).toEqual({ step: 4 });
  });

  it('move to the unit that is drawn below or above', () => {
    expect(cursorMove('nextUnit', at)).toEqual({ unit: 9 });
    expect(cursorMove('previousUnit', at)).toEqual({ unit: 4 });
  });

  it('move to another channel, pin, and leave only a pin', () => {
    expect(cursorMove('nextChannel', at)).toEqual({ group: 1 });
    expect(cursorMove('previousChannel', at)).toEqual({ group: 0 });
    expect(cursorMove('pin', at)).toEqual({ pinned: true });
    expect(cursorMove('leave', at)).toBeNull();
    expect(cursorMove('leave', { ...at, pinned: true })).toEqual({
      pinned: false
    });
  });
});
