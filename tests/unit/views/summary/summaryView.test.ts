import { shapeWords } from '../../../../src/views/summary/summaryView';

describe('the shape of an output', () => {
  it('begins with the batch and names the length that is not known', () => {
    expect(shapeWords([null, 32])).toBe('[B, T, 32]');
    expect(shapeWords([1])).toBe('[B, 1]');
  });
});
