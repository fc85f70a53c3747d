import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { createCodec } from '../../../../../src/kernel/node/wire/message';

const KEY = 'a key';
const DELIMITER = '<IDS|MSG>';
const codec = createCodec({ key: KEY, hash: 'sha256' });

const header = {
  msg_id: '1',
  msg_type: 'execute_request',
  session: 's',
  username: 'u',
  date: '2026-01-01T00:00:00Z',
  version: '5.3'
};

/** The frames of a message as a front end sends them. */
function frames(
  parts: readonly string[],
  {
    key = KEY,
    identities = ['client'],
    buffers = []
  }: { key?: string; identities?: string[]; buffers?: Buffer[] } = {}
): Buffer[] {
  const hmac = createHmac('sha256', key);
  parts.forEach(part => hmac.update(part));
  const signature = key === '' ? '' : hmac.digest('hex');
  return [
    ...[...identities, DELIMITER, signature, ...parts].map(part =>
      Buffer.from(part)
    ),
    ...buffers
  ];
}

const parts = (content: string) => [
  JSON.stringify(header),
  '{}',
  '{}',
  content
];

test('a signed message is read with its addresses and buffers', () => {
  const { identities, message } = codec.decode(
    frames(parts('{"code":"1 + 1"}'), {
      identities: ['a', 'b'],
      buffers: [Buffer.from([0, 255])]
    })
  );
  expect(identities.map(String)).toEqual(['a', 'b']);
  expect(message.header).toEqual(header);
  expect(message.content).toEqual({ code: '1 + 1' });
  expect(message.buffers.map(buffer => [...buffer])).toEqual([[0, 255]]);
});

test('what is written is read again, whatever it holds', () => {
  const settings = { numRuns: 200 };
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      fc.array(fc.uint8Array()),
      (content, buffers) => {
        const written = codec.encode(['who'], {
          messageType: 'stream',
          parent: header,
          content,
          buffers
        });
        const { identities, message } = codec.decode(
          written.map(frame => Buffer.from(frame))
        );
        expect(identities.map(String)).toEqual(['who']);
        expect(message.header.msg_type).toBe('stream');
        expect(message.parent).toEqual(header);
        expect(message.content).toEqual(JSON.parse(JSON.stringify(content)));
        expect(message.buffers.map(buffer => [...buffer])).toEqual(
          buffers.map(buffer => [...buffer])
        );
      }
    ),
    settings
  );
});

test('a message with another signature, or with none, is refused', () => {
  expect(() => codec.decode(frames(parts('{}'), { key: 'other' }))).toThrow(
    /wrong signature/
  );
  expect(() => codec.decode(frames(parts('{}'), { key: '' }))).toThrow(
    /wrong signature/
  );
  const changed = frames(parts('{}'));
  changed[changed.length - 1] = Buffer.from('{"code":"evil"}');
  expect(() => codec.decode(changed)).toThrow(/wrong signature/);
});

test('without a key messages are not signed', () => {
  const open = createCodec({ key: '', hash: 'sha256' });
  expect(
    open.decode(frames(parts('{"a":1}'), { key: '' })).message.content
  ).toEqual({ a: 1 });
});

test.each([
  ['no frames', [], /expected a delimiter/],
  ['no delimiter', frames(parts('{}')).slice(2), /expected a delimiter/],
  ['a part too few', frames(parts('{}')).slice(0, -1), /expected a delimiter/],
  ['broken JSON', frames(parts('{"code":')), /content is no JSON/],
  ['a list as content', frames(parts('[]')), /content is no JSON object/],
  ['null as content', frames(parts('null')), /content is no JSON object/],
  [
    'a number as header',
    frames(['5', '{}', '{}', '{}']),
    /header is no JSON object/
  ],
  [
    'text as metadata',
    frames([JSON.stringify(header), '{}', '"x"', '{}']),
    /metadata is no JSON object/
  ],
  [
    'a header without a type',
    frames(['{"msg_id":"1"}', '{}', '{}', '{}']),
    /without msg_id or msg_type/
  ],
  [
    'bytes that are no text',
    [
      ...frames(parts('{}')).slice(0, 2),
      ...Array.from({ length: 5 }, () => Buffer.from([0xff, 0xfe]))
    ],
    /signature/
  ]
])('%s is refused with the reason', (_, given, reason) => {
  expect(() => codec.decode(given)).toThrow(reason);
});

test('half a character is written so that other languages can read it', () => {
  const [, , , , , , content] = codec.encode(['who'], {
    messageType: 'stream',
    parent: null,
    content: { text: 'half \ud83d, whole 😀, words \\ud83d' }
  });
  expect(JSON.parse(String(content))).toEqual({
    text: 'half \ufffd, whole 😀, words \\ud83d'
  });
  expect(String(content)).not.toMatch(/(?<!\\)\\ud83d/);
});
