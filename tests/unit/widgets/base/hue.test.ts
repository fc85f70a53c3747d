import { hueOf } from '../../../../src/widgets/base/hue';

describe('the color of a channel', () => {
  it('is that of its job: what keeps is colored as f, what writes as i, also where a cell writes the word', () => {
    const gate = (name: string) => hueOf({ name, role: 'gate' });
    expect(gate('keep')).toBe(gate('f'));
    expect(gate('write')).toBe(gate('i'));
    expect(gate('keep')).not.toBe(gate('write'));
  });
});
