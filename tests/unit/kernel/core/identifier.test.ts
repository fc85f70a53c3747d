import { randomIdentifier } from '../../../../src/kernel/core/identifier';

test('identifiers are those of RFC 9562, version 4, each another', () => {
  const made = Array.from({ length: 100 }, randomIdentifier);
  expect(new Set(made).size).toBe(100);
  for (const one of made) {
    expect(one).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
    );
  }
});
