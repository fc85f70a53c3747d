import { readViewSettings } from '../../../../src/lab/session/viewSettings';

test('sensible values are taken and others are the defaults', () => {
  expect(
    readViewSettings({ linesUpTo: 12, minimumColumnWidth: 3 }, () => false)
  ).toEqual({ linesUpTo: 12, minimumColumnWidth: 3, reducedMotion: false });
  for (const strange of ['12', -1, 1000, NaN, null, {}]) {
    expect(
      readViewSettings(
        { linesUpTo: strange, minimumColumnWidth: strange } as never,
        () => false
      )
    ).toEqual({ linesUpTo: 8, minimumColumnWidth: 2, reducedMotion: false });
  }
});

test.each([
  ['system', true, true],
  ['system', false, false],
  ['on', true, false],
  ['off', false, true]
])(
  'animations “%s” with a system that prefers reduced motion: %s',
  (animations, prefers, reducedMotion) => {
    expect(readViewSettings({ animations }, () => prefers).reducedMotion).toBe(
      reducedMotion
    );
  }
);
