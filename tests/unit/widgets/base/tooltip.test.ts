import { tooltipTransform } from '../../../../src/widgets/base/tooltip';

const picture = { width: 900, height: 600 };

describe('the tooltip', () => {
  it('stands left of its column, clear of it', () => {
    expect(tooltipTransform({ left: 500, right: 544, y: 100 }, picture)).toBe(
      'translate(calc(492px - 100%), 108px)'
    );
  });

  it('flips to the right where the left has no room', () => {
    expect(tooltipTransform({ left: 150, right: 194, y: 100 }, picture)).toBe(
      'translate(202px, 108px)'
    );
  });

  it('flips up at the lower edge', () => {
    expect(tooltipTransform({ left: 500, right: 544, y: 590 }, picture)).toBe(
      'translate(calc(492px - 100%), calc(582px - 100%))'
    );
  });
});
