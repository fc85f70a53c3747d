import { createCursor } from '../../../../src/widgets/base/cursor';
import { pointedStep, stepNow } from '../../../../src/widgets/base/stepNow';

describe('which step it is now', () => {
  it('is where the view opens while the cursor is nowhere', () => {
    expect(stepNow(createCursor(), { steps: 8, opens: 5 })).toBe(5);
  });

  it('is the step of the cursor, the nearest one where the run is shorter', () => {
    expect(stepNow(createCursor({ step: 3 }), { steps: 8, opens: 5 })).toBe(3);
    expect(stepNow(createCursor({ step: 30 }), { steps: 8, opens: 5 })).toBe(7);
  });

  it('is a step of the run, wherever the view wants to open', () => {
    expect(stepNow(createCursor(), { steps: 4, opens: 9 })).toBe(3);
    expect(stepNow(createCursor(), { steps: 0, opens: 0 })).toBe(0);
  });

  it('is one whose numbers are there, where a saved copy leaves steps out', () => {
    const run = { steps: 9, kept: [0, 4, 8], opens: 8 };
    expect(stepNow(createCursor({ step: 6 }), run)).toBe(4);
    expect(stepNow(createCursor(), run)).toBe(8);
  });

  it('is none of a view that only marks where others point, while none does', () => {
    expect(pointedStep(createCursor(), { steps: 8 })).toBeNull();
    expect(pointedStep(createCursor({ step: 30 }), { steps: 8 })).toBe(7);
    expect(pointedStep(createCursor({ step: 3 }), { steps: 0 })).toBeNull();
  });
});
