import { groups } from 'd3-array';
import { withoutFiles } from '../../../../src/kernel/browser/userFiles';
import type { Json } from '../../../../src/kernel/core/messages';
import { openPage, versions, type Answered } from './pageInMemory';

const page = openPage(withoutFiles('this test'));
const { ask, send, until, heard } = page;
afterAll(page.close);

const asked = { silent: false, store_history: true, allow_stdin: true };
const run = (code: string, more: Json = {}): Promise<Answered> =>
  ask('execute_request', { code, ...asked, ...more });
const ofType = ({ said }: Answered, type: string) =>
  said.filter(({ header }) => header.msg_type === type);
const contents = (answered: Answered, type: string) =>
  ofType(answered, type).map(({ content }) => content);
/** What a cell printed, a stream. */
const printed = (answered: Answered, stream = 'stdout'): string =>
  contents(answered, 'stream')
    .filter(({ name }) => name === stream)
    .map(({ text }) => text)
    .join('');
/** The value of a cell as plain text; null for none. */
const value = (answered: Answered): unknown => {
  const [result] = contents(answered, 'execute_result');
  return result ? (result.data as Record<string, unknown>)['text/plain'] : null;
};

// Sent before the kernel can be ready: nothing may be lost.
const early = Promise.all([
  run(
    'const first: number = 6 * 7;\nconsole.log("hello"); console.error("oh");\nfirst'
  ),
  ask('kernel_info_request', {}),
  run('await new Promise(done => setTimeout(done, 1));\nfirst + 1')
]);

describe('a kernel in a page', () => {
  it('does what it was asked before it was ready, in order', async () => {
    const [one, info, two] = await early;
    await page.kernel.ready;
    expect(one.reply.content).toMatchObject({
      status: 'ok',
      execution_count: 1
    });
    expect([printed(one), printed(one, 'stderr'), value(one)]).toEqual([
      'hello\n',
      'oh\n',
      '42'
    ]);
    expect(contents(one, 'execute_input')).toEqual([
      expect.objectContaining({
        execution_count: 1,
        code: expect.stringContaining('6 * 7')
      })
    ]);
    expect(info.reply.content).toMatchObject({
      status: 'ok',
      protocol_version: '5.4',
      implementation_version: versions.kernel,
      language_info: { name: 'typescript', version: versions.typescript }
    });
    expect([value(two), two.reply.content.execution_count]).toEqual(['43', 2]);
  });

  it('asks for a line, and goes on with what was typed', async () => {
    const running = run(
      'const typed = await prompt("Who?");\ntyped.length + typed'
    );
    const question = await until(
      ({ header }) => header.msg_type === 'input_request'
    );
    expect(question).toMatchObject({
      channel: 'stdin',
      content: { prompt: 'Who?', password: false }
    });
    expect((question.parent_header as Json).msg_type).toBe('execute_request');
    send('input_reply', { value: 'Ada' }, { channel: 'stdin' });
    expect(value(await running)).toBe("'3Ada'");
    // Nobody is asked any more.
    send('input_reply', { value: 'Bob' }, { channel: 'stdin' });
    const secret = run(
      'import { prompt as hidden } from "gatescope"; await hidden("Word?", { password: true })'
    );
    await until(({ content }) => content.password === true);
    send('input_reply', { value: 'x' }, { channel: 'stdin' });
    expect(value(await secret)).toBe("'x'");
  });

  it('asks nobody where the front end takes no input', async () => {
    const { reply } = await run('await prompt("Who?")', { allow_stdin: false });
    expect(reply.content).toMatchObject({
      status: 'error',
      evalue: expect.stringContaining('nobody can be asked')
    });
  });

  it('tells an error with the line of the cell, and does not do what stood behind it', async () => {
    const failing = run('const before = 1;\n\nthrow new RangeError("far");');
    const behind = run('first');
    const failed = await failing;
    expect(failed.reply.content).toMatchObject({
      status: 'error',
      ename: 'RangeError',
      evalue: 'far'
    });
    const [error] = contents(failed, 'error');
    expect(error).toMatchObject({ ename: 'RangeError', evalue: 'far' });
    const shown = (error.traceback as string[]).join('\n');
    expect(shown).toContain('throw new RangeError("far")');
    expect((await behind).reply.content.status).toBe('aborted');
    expect(value(await run('first'))).toBe('42');
  });

  it('does what stood behind an error where the front end wants that', async () => {
    const failing = run('throw new Error("x")', { stop_on_error: false });
    const behind = run('first');
    expect((await failing).reply.content.status).toBe('error');
    expect(value(await behind)).toBe('42');
  });

  it('refuses what the compiler refuses, by its place', async () => {
    const { reply } = await run('const n: number = 1;\nn.nothing');
    expect(reply.content.status).toBe('error');
    expect(
      String(reply.content.evalue) +
        (reply.content.traceback as string[]).join('\n')
    ).toMatch(/nothing/);
  });

  it('counts and remembers only what is stored, and keeps quiet where it should', async () => {
    const before = (await run('0')).reply.content.execution_count as number;
    const silent = await run('console.log("unheard"); 5', { silent: true });
    expect([
      value(silent),
      printed(silent),
      ofType(silent, 'execute_input')
    ]).toEqual([null, '', []]);
    const unstored = await run('7', { store_history: false });
    expect([value(unstored), unstored.reply.content.execution_count]).toEqual([
      '7',
      before
    ]);
    expect((await run('')).reply.content.execution_count).toBe(before);
    expect((await run('8')).reply.content.execution_count).toBe(before + 1);
  });

  it('says what expressions of the user come to', async () => {
    const { reply } = await run('const held = [1, 2]', {
      user_expressions: {
        length: 'held.length',
        wrong: 'throw new TypeError("no")'
      }
    });
    expect(reply.content.user_expressions).toEqual({
      length: expect.objectContaining({
        status: 'ok',
        data: { 'text/plain': '2' }
      }),
      wrong: expect.objectContaining({
        status: 'error',
        ename: 'TypeError',
        evalue: 'no'
      })
    });
  });

  it('prints for the cell that began it, also after that has ended', async () => {
    const { reply } = await run('setTimeout(() => console.log("late"), 5)');
    await run('console.log("next")');
    const late = await until(({ content }) =>
      String(content.text).includes('late')
    );
    expect((late.parent_header as Json).msg_id).toBe(
      (reply.parent_header as Json).msg_id
    );
  });

  it('shows data, replaces it under its name, and clears', async () => {
    const answered = await run(
      'import { display, html, clearOutput } from "gatescope";\n' +
        'const shown = display({ "text/plain": "a" }, { id: "mine", metadata: { m: 1 } });\n' +
        'shown.update({ "text/plain": "b" });\nclearOutput({ wait: true });\nhtml("<b>c</b>").id === shown.id'
    );
    expect(contents(answered, 'display_data')).toEqual([
      {
        data: { 'text/plain': 'a' },
        metadata: { m: 1 },
        transient: { display_id: 'mine' }
      },
      expect.objectContaining({
        data: { 'text/html': '<b>c</b>', 'text/plain': '<b>c</b>' }
      })
    ]);
    expect(contents(answered, 'update_display_data')).toEqual([
      {
        data: { 'text/plain': 'b' },
        metadata: {},
        transient: { display_id: 'mine' }
      }
    ]);
    expect(contents(answered, 'clear_output')).toEqual([{ wait: true }]);
    expect(value(answered)).toBe('false');
  });

  it('is stopped where it awaits, and does the next', async () => {
    const running = run(
      'while (true) { await new Promise(done => setTimeout(done, 1)); }'
    );
    await until(({ content }) =>
      String(content.code).startsWith('while (true)')
    );
    const interrupted = send('interrupt_request', {}, { channel: 'control' });
    expect((await running).reply.content).toMatchObject({
      status: 'error',
      ename: 'Interrupted'
    });
    const answer = await until(
      ({ header }) => header.msg_type === 'interrupt_reply'
    );
    expect(answer).toMatchObject({
      channel: 'control',
      content: { status: 'ok' },
      parent_header: { msg_id: interrupted.msg_id }
    });
    expect(page.kernel.interrupts).toBe(1);
    expect(value(await run('first'))).toBe('42');
  });

  it.each([
    ['nonsense_request', {}, 'UnknownRequest'],
    ['execute_request', { code: 5 }, 'TypeError'],
    ['complete_request', {}, 'TypeError']
  ])('answers %s with an error: %j', async (type, content, name) => {
    const { reply } = await ask(type, content);
    expect(reply.content).toMatchObject({ status: 'error', ename: name });
    expect(reply.header.msg_type).toBe(type.replace('request', 'reply'));
  });
});

describe('help in a page', () => {
  /** Where the cursor is: at `|`. */
  const at = (marked: string) => ({
    code: marked.replace('|', ''),
    cursor_pos: Array.from(marked.slice(0, marked.indexOf('|'))).length
  });

  it.each([
    ['fir|', ['first'], [0, 3]],
    ['"😀"; fir|st', ['first'], [5, 10]],
    ['[1].ma|', ['map'], [4, 6]],
    ['import { x } from "gates|"', ['gatescope'], [19, 24]]
  ])('completes %s', async (marked, wanted, [start, end]) => {
    const { reply } = await ask('complete_request', at(marked));
    const { matches, cursor_start, cursor_end, metadata } = reply.content;
    expect(matches).toEqual(expect.arrayContaining(wanted));
    expect((matches as string[])[0]).toBe(wanted[0]);
    expect([cursor_start, cursor_end]).toEqual([start, end]);
    const kinds = (metadata as Record<string, Json[]>)
      ._jupyter_types_experimental;
    expect(kinds.map(({ text }) => text)).toEqual(matches);
  });

  it('completes of all names those that begin so, but of an object also those that hold it', async () => {
    const global = await ask('complete_request', at('irs|'));
    expect(global.reply.content.matches).not.toContain('first');
    const member = await ask('complete_request', at('[1].dex|'));
    expect(member.reply.content.matches).toEqual(
      expect.arrayContaining(['indexOf', 'findIndex'])
    );
  });

  it('says what a name is, and nothing where there is none', async () => {
    const found = await ask('inspect_request', {
      ...at('fi|rst'),
      detail_level: 0
    });
    expect(found.reply.content).toMatchObject({ status: 'ok', found: true });
    expect(JSON.stringify(found.reply.content.data)).toMatch(
      /first: (number|42)/
    );
    const none = await ask('inspect_request', {
      ...at('  |  '),
      detail_level: 0
    });
    expect(none.reply.content).toMatchObject({ status: 'ok', found: false });
  });

  it.each([
    ['1 + 1', 'complete'],
    ['for (const x of [1]) {', 'incomplete'],
    ['`open', 'incomplete'],
    ['const = 5; 1', 'invalid']
  ])('judges whether “%s” can be run', async (code, status) => {
    expect(
      (await ask('is_complete_request', { code })).reply.content.status
    ).toBe(status);
  });

  it('remembers what was run: the last, a range, what was looked for', async () => {
    const history = async (content: Json) =>
      (await ask('history_request', { output: false, raw: true, ...content }))
        .reply.content.history as [number, number, unknown][];
    const all = await history({
      hist_access_type: 'range',
      session: 0,
      start: 1
    });
    const counts = heard
      .filter(({ header }) => header.msg_type === 'execute_input')
      .map(({ content }) => [content.execution_count, content.code]);
    const last = new Map(counts as [number, string][]);
    expect(all.map(([, count]) => count)).toEqual(
      all.map((_, index) => index + 1)
    );
    expect(all.every(([session]) => session === 1)).toBe(true);
    expect(all[0][2]).toBe(last.get(1));
    expect(await history({ hist_access_type: 'tail', n: 2 })).toEqual(
      all.slice(-2)
    );
    expect(
      await history({
        hist_access_type: 'range',
        session: 1,
        start: 2,
        stop: 4
      })
    ).toEqual(all.slice(1, 3));
    expect(
      await history({ hist_access_type: 'range', start: -3, stop: -1 })
    ).toEqual(all.slice(-3, -1));
    expect(await history({ hist_access_type: 'range', session: 5 })).toEqual(
      []
    );
    const firsts = await history({
      hist_access_type: 'search',
      pattern: 'fi?st'
    });
    expect(firsts).toEqual(all.filter(([, , source]) => source === 'first'));
    expect(firsts.length).toBeGreaterThan(1);
    expect(
      await history({
        hist_access_type: 'search',
        pattern: 'fi?st',
        unique: true
      })
    ).toEqual(firsts.slice(-1));
    expect(
      await history({ hist_access_type: 'search', pattern: '*while*', n: 1 })
    ).toEqual([
      all.findLast(([, , source]) => String(source).includes('while'))
    ]);
    expect(
      (
        await history({
          hist_access_type: 'range',
          start: 1,
          stop: 2,
          output: true
        })
      )[0][2]
    ).toEqual([last.get(1), '42']);
  });
});

describe('comms of a page', () => {
  const commOf = (id: string) => ({ content: { comm_id: id } });
  const fromKernel = (type: string, id: string) =>
    until(
      ({ header, content }) =>
        header.msg_type === type && content.comm_id === id
    );
  const info = async (target?: string) =>
    (
      await ask(
        'comm_info_request',
        target === undefined ? {} : { target_name: target }
      )
    ).reply.content.comms;

  it('are opened by either side, pass data and bytes, and are listed while they are open', async () => {
    await run(
      'import { comm } from "gatescope";\n' +
        'comm.register("echo", (line, data) => { line.send({ opened: data });\n' +
        'line.onMessage = (said, buffers) => line.send({ said }, buffers, { extra: 1 });\n' +
        'line.onClose = said => console.log("closed", said.why); });\n' +
        'const mine = comm.open("theirs", { from: "kernel" }, [new Uint8Array([9])]);'
    );
    const opened = await until(({ header }) => header.msg_type === 'comm_open');
    expect(opened.content).toMatchObject({
      target_name: 'theirs',
      data: { from: 'kernel' }
    });
    expect((opened.buffers![0] as DataView).getUint8(0)).toBe(9);
    send('comm_open', { comm_id: 'c1', target_name: 'echo', data: { a: 1 } });
    expect(await fromKernel('comm_msg', 'c1')).toMatchObject({
      content: { data: { opened: { a: 1 } } }
    });
    send(
      'comm_msg',
      { comm_id: 'c1', data: { b: 2 } },
      { buffers: [new Uint8Array([7, 8]).buffer] }
    );
    const back = await until(
      ({ content }) => JSON.stringify(content.data) === '{"said":{"b":2}}'
    );
    expect(back).toMatchObject({ ...commOf('c1'), metadata: { extra: 1 } });
    expect((back.buffers![0] as DataView).getUint8(1)).toBe(8);
    expect(await info()).toEqual({
      c1: { target_name: 'echo' },
      [String(opened.content.comm_id)]: { target_name: 'theirs' }
    });
    expect(await info('echo')).toEqual({ c1: { target_name: 'echo' } });
    send('comm_close', { comm_id: 'c1', data: { why: 'done' } });
    await until(({ content }) => content.text === 'closed done\n');
    expect(await info('echo')).toEqual({});
    await run('mine.close({ bye: 1 })');
    expect(
      await fromKernel('comm_close', String(opened.content.comm_id))
    ).toMatchObject({ content: { data: { bye: 1 } } });
    expect(await info()).toEqual({});
  });

  it('are closed at once where nobody listens', async () => {
    send('comm_open', { comm_id: 'c2', target_name: 'nobody', data: {} });
    await fromKernel('comm_close', 'c2');
    send('comm_msg', { comm_id: 'never opened', data: {} });
    await fromKernel('comm_close', 'never opened');
  });
});

it('every request is busy, answered once, and idle, and says whose it is', () => {
  const requests = groups(
    heard.filter(({ parent_header }) =>
      String((parent_header as Json).msg_type).endsWith('_request')
    ),
    ({ parent_header }) => String((parent_header as Json).msg_id)
  );
  expect(requests.length).toBeGreaterThan(40);
  for (const [id, messages] of requests) {
    const { msg_type: type } = messages[0].parent_header as Json;
    if (type === 'interrupt_request') {
      continue;
    }
    const states = messages
      .filter(({ header }) => header.msg_type === 'status')
      .map(({ content }) => content.execution_state);
    expect([id, states[0], states.at(-1)]).toEqual([id, 'busy', 'idle']);
    expect(messages.filter(({ channel }) => channel === 'shell')).toHaveLength(
      1
    );
  }
  const ids = heard.map(({ header }) => header.msg_id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(heard.map(({ header }) => header.session))).toEqual(
    new Set(['a front end'])
  );
});
