import {
  epochOf,
  expect,
  lane,
  learned,
  test,
  whileAnotherLearns
} from './page';
import { boxOf } from '../boxOf';

test('two networks are already learning when the page opens, and the LSTM comes to hold every delay', async ({
  page,
  address
}) => {
  await page.goto(address);
  // What a field is, is said to who points at it.
  await expect(page.locator('.play-chip[title]')).toHaveCount(6);
  await learned(page, 12);
  await expect(page.locator('.play-score')).toHaveText(
    /^LSTM right at 2[234] of 24 delays, plain RNN at \d$/
  );
  const horizon = page.locator('.jp-gatescope-horizon');
  await expect(horizon).toHaveCount(2);
  await expect(horizon.nth(1)).toHaveAttribute(
    'aria-label',
    /right at 2[234] of 24 delays/
  );
  // Both answers are of a sequence that tells.
  const verdict = page.locator('.play-verdict');
  await expect(verdict).toHaveText([/^it was [01]$/, 'right']);
  await expect(page.locator('.play-notice')).toBeHidden();
});

test('pausing, one epoch and starting anew do what they say', async ({
  page,
  address
}) => {
  await page.goto(address);
  await learned(page, 3);
  await expect(page.locator('.play-invite')).toBeHidden();
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.locator('.play-invite')).toBeVisible();
  // The epoch that it was in is learned to its end.
  await whileAnotherLearns(page, address, 2);
  const paused = await epochOf(page);
  await whileAnotherLearns(page, address, 2);
  expect(await epochOf(page)).toBe(paused);
  await page.getByRole('button', { name: 'One epoch' }).click();
  await expect.poll(() => epochOf(page)).toBe(paused + 1);
  // What stands still is drawn anew, as far as it was, when something else is to be learned.
  await page.locator('.play-chip input').first().fill('8');
  await expect(page.locator('.jp-gatescope-horizon').first()).toHaveAttribute(
    'aria-label',
    new RegExp(`after epoch ${paused + 1}: right at \\d+ of 8 delays`)
  );
  await page.getByRole('button', { name: 'Start anew' }).click();
  await expect.poll(() => epochOf(page)).toBe(0);
});

test('what catches up with the race before it is shown to run, and stops where it is paused', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=60&delay=48&units=24`);
  await page.getByRole('button', { name: 'Pause' }).click();
  const train = page.getByRole('button', { name: 'Train', exact: true });
  await expect(train).toBeVisible();
  // The epoch that it was in is learned to its end.
  const before = await epochOf(page);
  await whileAnotherLearns(page, address, 12);
  const paused = await epochOf(page);
  expect(paused).toBeLessThanOrEqual(before + 1);
  expect(paused).toBeLessThan(60);
  await whileAnotherLearns(page, address, 12);
  expect(await epochOf(page)).toBe(paused);
});

test('an address restores cells, data, epoch and a held gate to the digit', async ({
  page,
  address,
  browser
}) => {
  const from = `${address}#task=adding&delay=10&units=4&cells=gru%2Clstm&hold=1%2Cf%2C0.5&epoch=6&shown=7`;
  const said = async (open: typeof page) => {
    await open.goto(from);
    await learned(open, 6);
    await expect(open.locator('.play-reason h2')).toHaveText(
      'With f held at 0.50'
    );
    await expect(
      open.getByRole('button', { name: 'Train', exact: true })
    ).toBeVisible();
    await expect(open.locator('.play-horizons .play-scrub span')).toHaveText(
      '6'
    );
    return [
      ...(await open.locator('.play-said').allTextContents()),
      await open.locator('.play-reason p').textContent(),
      await open
        .locator('.jp-gatescope-horizon')
        .first()
        .getAttribute('aria-label')
    ];
  };
  const first = await said(page);
  const other = await browser.newPage();
  expect(await said(other)).toEqual(first);
  await other.close();
});

for (const epoch of [4, 12]) {
  test(`what is said of the horizons is of epoch ${epoch}, where an address lets the training stand`, async ({
    page,
    address
  }) => {
    await page.goto(`${address}#epoch=${epoch}`);
    await learned(page, epoch);
    const said = page.locator('.play-live');
    await expect(said).toContainText(`Plain RNN after epoch ${epoch}:`);
    await expect(said).toContainText(`LSTM after epoch ${epoch}:`);
  });
}

test('flipping the bit turns the LSTM’s answer, and flipping it back turns it again', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=12`);
  await learned(page, 12);
  const answer = page.locator(lane(1)).locator('.play-said');
  const verdict = page.locator(lane(1)).locator('.play-verdict');
  await expect(verdict).toHaveText('right');
  const before = await answer.textContent();
  await page.locator(lane(1)).locator('.play-marked').click();
  await expect(answer).toHaveText(before === '“1”' ? '“0”' : '“1”');
  await expect(verdict).toHaveText('right');
  await page.locator(lane(1)).locator('.play-marked').click();
  await expect(answer).toHaveText(before!);
});

test('real words stand over the belt, and turning “not” turns what is said', async ({
  page,
  address
}) => {
  await page.goto(`${address}#task=words&epoch=15`);
  await learned(page, 15);
  await expect(page.locator('.play-lead')).toContainText('“not” turns');
  const answer = page.locator(lane(1)).locator('.play-said');
  const verdict = page.locator(lane(1)).locator('.play-verdict');
  await expect(verdict).toHaveText('right');
  const before = await answer.textContent();
  const marked = page.locator(lane(1)).locator('.play-marked');
  await expect(marked).toHaveCount(2);
  await expect(marked.first()).toHaveAttribute('title', /: (so|not), marked/);
  const turn = await marked.first().getAttribute('data-label');
  await marked.first().click();
  await expect(marked.first()).toHaveAttribute(
    'data-label',
    turn === 'so' ? 'not' : 'so'
  );
  await expect(answer).toHaveText(
    before === '“praise”' ? '“blame”' : '“praise”'
  );
  await expect(verdict).toHaveText('right');
});

test('days that were reported stand as warm as they were, and tomorrow is said in degrees', async ({
  page,
  address
}) => {
  await page.goto(`${address}#task=weather&epoch=3&shown=5`);
  await learned(page, 3);
  await expect(page.locator('.jp-gatescope-horizons')).toContainText(
    'days since the last report'
  );
  const dots = page.locator(lane(1)).locator('.play-dot');
  await expect(dots.first()).toHaveAttribute('title', /^step 0: −?[\d.]+ °C$/);
  await expect(dots.last()).toHaveAttribute('title', /: no report$/);
  await expect(page.locator(lane(1)).locator('.play-silent')).toHaveCount(4);
  // The warmer a day, the higher it stands.
  const seen = await dots.evaluateAll(all =>
    all
      .map(
        dot =>
          [
            /: (.*) °C/.exec(dot.getAttribute('title')!)?.[1].replace('−', '-'),
            dot.firstElementChild!.getBoundingClientRect().top
          ] as const
      )
      .filter(([warm]) => warm !== undefined)
      .map(([warm, top]) => [Number(warm), top])
  );
  const warmest = seen.toSorted(([one], [other]) => other - one);
  const tops = warmest.map(([, top]) => top);
  expect(new Set(tops).size).toBeGreaterThan(5);
  expect(tops).toEqual(tops.toSorted((one, other) => one - other));
  await expect(page.locator(lane(1)).locator('.play-said')).toHaveText(
    /^−?[\d.]+ °C$/
  );
  await expect(page.locator(lane(1)).locator('.play-verdict')).toHaveText(
    /(right:|it is) −?[\d.]+ °C/
  );
});

test('one thing invites where the training stands: with its forget gate held the LSTM forgets', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=15`);
  await learned(page, 15);
  const words = page.locator('.play-reason p');
  const title = page.locator('.play-reason h2');
  // What was measured is no reason before a control has shown it.
  await expect(words).not.toContainText('that is why');
  await page
    .getByRole('button', { name: 'Now break the LSTM: hold f at 0.5' })
    .click();
  // The whole of it stands there once it is known how far the gate was open before.
  const right = /the plain RNN, which is right at (\d+)/;
  await expect(words).toContainText(right);
  const [now, before] = (await words.textContent())!
    .match(/right at (\d+) delays?, where it was at (\d+)/)!
    .slice(1)
    .map(Number);
  expect(before).toBeGreaterThan(20);
  expect(now).toBeLessThan(before * 0.75);
  const [, other] = right.exec((await words.textContent())!)!;
  const isBorneOut = before - now >= (before - Number(other)) / 2;
  await expect(title).toHaveText(
    isBorneOut ? 'The LSTM remembers by its forget gate' : 'With f held at 0.50'
  );
  await expect(page.locator('.jp-gatescope-horizon-held').last()).toBeVisible();
  // The words are a press away where they are below the fold.
  await page.setViewportSize({ width: 390, height: 800 });
  await page.getByRole('button', { name: 'Why?' }).click();
  await expect(title).toBeFocused();
  await expect(title).toBeInViewport();
  await page.getByRole('button', { name: 'Let it go' }).click();
  await expect(page.locator('.play-reason p')).toContainText(
    'On the way back over'
  );
});

test('the next control is offered beside the first: the plain RNN with its radius at 1, beside what it was', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=15`);
  await learned(page, 15);
  await page.locator('.play-invite').click();
  await page.getByRole('button', { name: 'radius to 1' }).click();
  await expect(page.locator('.play-reason p')).toContainText(
    /scaled to a spectral radius of 1\.00 from \d\.\d\d: it is right at \d+ delays?, where it was at \d+\. Its derivative changes by a factor of .* That is (less than half of the way|no nearer) to the LSTM, which is right at 24: its radius alone is not the reason\.$/
  );
  await expect(
    page.locator('.jp-gatescope-horizon-held').first()
  ).toBeVisible();
  await expect.poll(() => page.url()).toContain('hold=0%2Cradius%2C1');
});

test('training goes back to any epoch by keys, and the belt reads its arithmetic by keys', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=8`);
  await learned(page, 8);
  const scrub = page.getByLabel('Epoch that is looked at');
  await scrub.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => page.url()).toContain('epoch=6');
  await page.locator(lane(1)).locator('.play-belt').focus();
  await page.keyboard.press('ArrowRight');
  const arithmetic =
    /= (\(?[−\d.]+\)?) × (\(?[−\d.]+\)?) \+ (\(?[−\d.]+\)?) × (\(?[−\d.]+\)?) = ([−\d.]+)/;
  // What a key asks for is drawn in the next frame.
  const readout = page.locator(lane(1)).locator('.play-readout');
  await expect(readout).toHaveText(arithmetic);
  const [f, before, i, g, c] = (await readout.textContent())!
    .match(arithmetic)!
    .slice(1)
    .map(each => Number(each.replace(/[()]/g, '').replace('−', '-')));
  expect(Math.abs(f * before + i * g - c)).toBeLessThan(0.05);
});

test('gates, the way back, the answer and a place of the horizon say their arithmetic, pressed or by keys', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=12`);
  await learned(page, 12);
  const second = page.locator(lane(1));
  const readout = second.locator('.play-readout');
  const said = page.locator('.play-live');
  const gates = second.locator('.play-gates');
  const { width, height } = await boxOf(gates);
  // Of the lower gate, the sixth of eight bars of the fifth step.
  await gates.click({
    position: { x: ((4 + 5.5 / 8) / 26) * width, y: 0.8 * height }
  });
  await expect(readout).toHaveText(
    /^step 4: i is 0\.\d\d on average over 8 units; of unit 5, i = σ\(W.* = 0\.\d\d$/
  );
  await gates.focus();
  await page.keyboard.press('ArrowUp');
  await expect(readout).toHaveText(/^step 4: f is 0\.\d\d .*, f = σ\(W/);
  await expect(said).toHaveText(/^step 4: f is /);
  await second.locator('.play-back').focus();
  await page.keyboard.press('Enter');
  await expect(said).toHaveText(
    /^step 4: \|dL\/dc\|, the length over 8 units, = √\(.*\)² \+ .* = /
  );
  await second.locator('.play-answer').focus();
  await page.keyboard.press('Enter');
  await expect(said).toHaveText(
    /^the answer, from the state of the last step: ŷ = σ\(W h \+ b\) = σ\(.*\) = [01]\.\d\d$/
  );
  const horizons = page.locator('.play-horizons .jp-gatescope-horizons');
  await horizons.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  const arithmetic =
    /^Epoch 12, delay 24, 2 × right ÷ asked − 1: the plain RNN 2 × \d+ ÷ 24 − 1 .*; the LSTM 2 × (\d+) ÷ 24 − 1 = ([\d.]+)\.$/;
  await expect(said).toHaveText(arithmetic);
  const [, right, share] = arithmetic.exec((await said.textContent())!)!;
  expect((2 * Number(right)) / 24 - 1).toBeCloseTo(Number(share), 1.9);
  await expect(page.locator('.play-horizons .play-readout')).toHaveText(
    arithmetic
  );
  await page.locator('.jp-gatescope-horizon').first().click();
  await expect(page.locator('.play-horizons .play-readout')).not.toHaveText(
    arithmetic
  );
});

test('where a gate was read, a cell without gates and a shorter sequence are read and drawn on', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=2`);
  await learned(page, 2);
  const second = page.locator(lane(1));
  const readout = second.locator('.play-readout');
  await second.locator('.play-gates').click();
  await expect(readout).toHaveText(/ on average over 8 units/);
  await page.getByLabel('Lower network', { exact: true }).selectOption('rnn');
  await expect(readout).toHaveText(/^step \d+, unit 0: h = tanh\(W/);
  await page.keyboard.press('Escape');
  await second.locator('.play-belt').focus();
  // A key that comes before the last one is drawn moves no further.
  await expect(async () => {
    await page.keyboard.press('ArrowRight');
    expect(await readout.textContent()).toMatch(/^step 25, /);
  }).toPass({ intervals: [100] });
  await page.getByRole('slider', { name: /^Delay 1/ }).fill('6');
  await expect(readout).toHaveText(/^step 7, /);
  await learned(page, 2);
});

test('code of an address runs only when it is asked for, and in a worker that can fetch nothing', async ({
  page,
  address
}) => {
  const own = encodeURIComponent(
    "try { fetch('/stolen').catch(() => {}); } catch {}\nreturn { h: tanh(add(matmul(x, W), matmul(h, U), b)) };"
  );
  const asked: string[] = [];
  page.on('request', request => asked.push(request.url()));
  await page.goto(`${address}#cells=own,lstm&delay=5&own=${own}`);
  await expect(page.locator('.play-own')).toContainText(
    'it runs when you say so'
  );
  await whileAnotherLearns(page, address, 4);
  expect(await epochOf(page)).toBe(0);
  for (const name of ['Train', 'One epoch', 'Start anew']) {
    await expect(
      page.getByRole('button', { name, exact: true })
    ).toBeDisabled();
  }
  await page.getByRole('button', { name: 'Run this cell' }).click();
  await learned(page, 2);
  expect(asked.filter(url => url.includes('stolen'))).toEqual([]);
});

test('code of an address waits also where its cell is chosen later', async ({
  page,
  address
}) => {
  const own = encodeURIComponent('return { h: tanh(matmul(x, W)) };');
  await page.goto(`${address}#delay=5&own=${own}`);
  await learned(page, 2);
  await page.getByLabel('Upper network', { exact: true }).selectOption('own');
  await expect(page.locator('.play-own')).toContainText(
    'it runs when you say so'
  );
  await expect.poll(() => epochOf(page)).toBe(0);
  await page.getByLabel('Lower network', { exact: true }).selectOption('gru');
  await whileAnotherLearns(page, address, 2);
  expect(await epochOf(page)).toBe(0);
  await page.getByRole('button', { name: 'Run this cell' }).click();
  await learned(page, 2);
});

test('what is wrong in code of one’s own is said, and another try is there', async ({
  page,
  address
}) => {
  await page.goto(
    `${address}#cells=own,lstm&delay=5&own=return%20%7B%20nothing`
  );
  await page.getByRole('button', { name: 'Run this cell' }).click();
  await expect(page.locator('.play-notice')).toContainText(
    'your cell cannot be read: SyntaxError'
  );
  await page
    .locator('.play-own textarea')
    .fill('return { h: tanh(add(matmul(x, W), b)) };');
  await page.getByRole('button', { name: 'Run this cell' }).click();
  await learned(page, 2);
  await expect(page.locator('.play-notice')).toBeHidden();
});

test('without workers the page says so and trains beside itself', async ({
  page,
  address
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'Worker', { value: undefined });
  });
  await page.goto(`${address}#delay=6`);
  await expect(page.locator('.play-notice')).toContainText(
    'starts no worker here'
  );
  await learned(page, 3);
});

test('the answer stands beside how many like it are right, and says nothing before anything is learned', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=1`);
  await learned(page, 1);
  await page.getByRole('button', { name: 'Start anew' }).click();
  const verdict = page.locator(lane(0)).locator('.play-verdict');
  await expect(verdict).toHaveText('untrained');
  await page.getByRole('button', { name: 'One epoch' }).click();
  await expect(verdict).toHaveText(/^(right|it was [01])$/);
  await expect(page.locator(lane(0)).locator('.play-like')).toHaveText(
    /^right in \d+ of 24 at this delay$/
  );
});

test('the story asks for a guess, lets it run, and says what came out', async ({
  page,
  address
}) => {
  await page.goto(address);
  await page.getByRole('button', { name: 'Show me, in six steps' }).click();
  const said = page.locator('.play-story-said');
  await expect(page.locator('.play-story h2')).toHaveText(
    '1 of 6 · A short wait'
  );
  await expect(said).toHaveText('');
  await page
    .locator('.play-guesses')
    .getByRole('button', { name: 'the LSTM' })
    .click();
  await expect(said).toContainText('You guessed: the LSTM.');
  await page.getByRole('button', { name: 'Next →' }).click();
  await expect(page.locator('.play-story h2')).toBeFocused();
  await page.getByRole('button', { name: 'Leave' }).click();
  await expect(page.locator('.play-story')).toBeHidden();
});

test('a worker that fails is said, and starting anew has another one train', async ({
  page,
  address
}) => {
  await page.addInitScript(() => {
    const Own = Worker;
    window.Worker = class extends Own {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        Object.assign(window, { newest: this });
      }
    };
  });
  await page.goto(`${address}#delay=5`);
  await learned(page, 1);
  await page.evaluate(() =>
    (window as unknown as { newest: Worker }).newest.dispatchEvent(
      new ErrorEvent('error', { message: 'out of memory' })
    )
  );
  await expect(page.locator('.play-notice')).toContainText(
    'The worker that trains has failed: out of memory.'
  );
  await page.getByRole('button', { name: 'Start anew' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await learned(page, 1);
  await expect(page.locator('.play-notice')).toBeHidden();
});

test('other seeds are trained beside the page, drawn small, and counted', async ({
  page,
  address
}) => {
  await page.goto(`${address}#epoch=20`);
  await learned(page, 20);
  const luck = page.locator('.play-luck');
  await expect(luck).toContainText('This is seed 1');
  await luck.getByRole('button').click();
  await expect(luck).toContainText('Forgets, in 7 seeds: the plain RNN in');
  const [rnn, lstm] = (await luck.textContent())!
    .match(/plain RNN in (\d), the LSTM in (\d)/)!
    .slice(1)
    .map(Number);
  expect(rnn).toBeGreaterThan(lstm);
  const small = page
    .locator('.play-seeds')
    .first()
    .locator('figure:not([hidden]) canvas');
  await expect(small).toHaveCount(6);
  const rights = await small.evaluateAll(all =>
    all.map(each =>
      Number(/right at (\d+)/.exec(each.getAttribute('aria-label')!)![1])
    )
  );
  const own = await page
    .locator('.jp-gatescope-horizon')
    .first()
    .getAttribute('aria-label');
  const all = [...rights, Number(/right at (\d+)/.exec(own!)![1])];
  expect(all.filter(right => right < 12)).toHaveLength(rnn);
  // Another kind of race has other seeds of its own.
  await page.getByText('More', { exact: true }).click();
  await page.getByRole('slider', { name: 'Units' }).fill('6');
  await expect(luck).toContainText('This is seed 1');
  await expect(small).toHaveCount(0);
});
