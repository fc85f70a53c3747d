import fc from 'fast-check';
import {
  bytePairEncodingOf,
  fitBytePairEncoding,
  type TokenizerFile
} from '../../../../src/engine';

const pieces = fitBytePairEncoding(
  ['low low low lower lowest', 'newer newer wider'],
  { vocabSize: 275, special: ['<pad>', '<end>'] }
);

describe('fitBytePairEncoding', () => {
  it('gives every text back', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            fc.constantFrom('low', ' newer', '\n', '<en')
          )
        ),
        parts => {
          // A lone surrogate is no character.
          const text = parts.join('').replace(/\p{Surrogate}/gu, '');
          fc.pre(!/<pad>|<end>/.test(text));
          expect(pieces.decode(pieces.encode(text))).toBe(text);
        }
      )
    );
  });

  it('makes one token of what is frequent, and has ids for bytes and special tokens', () => {
    expect(pieces.encode('low low').map(id => pieces.tokens[id])).toEqual([
      'low',
      ' low'
    ]);
    expect(pieces.idOf('<pad>')).toBe(0);
    expect(pieces.idOf(' low')).toBe(pieces.encode(' low')[0]);
    expect(pieces.idOf('not one token')).toBe(-1);
    expect(pieces.encode('low<end>')).toHaveLength(2);
    expect(pieces.decode(pieces.encode('low<end>'))).toBe('low');
    expect(pieces.tokens).toHaveLength(pieces.size);
    expect(pieces.encode('')).toEqual([]);
    expect(pieces.decode([])).toBe('');
    // A mark of the order of bytes is a character like any other.
    expect(pieces.decode(pieces.encode('\ufefflow'))).toBe('\ufefflow');
  });

  it('takes the longer of two special tokens that begin alike', () => {
    const two = fitBytePairEncoding([], {
      vocabSize: 258,
      special: ['<e', '<e>']
    });
    expect([...two.encode('<e><e')]).toEqual([1, 0]);
  });

  it.each([
    [
      () => fitBytePairEncoding('low' as never, { vocabSize: 300 }),
      'expected a list of texts'
    ],
    [
      () => fitBytePairEncoding([], { vocabSize: 200 }),
      'vocabSize must be at least 257'
    ],
    [
      () => fitBytePairEncoding([], { vocabSize: 300, special: [''] }),
      'special[0]'
    ],
    [
      () => fitBytePairEncoding([], { vocabSize: 300, special: ['a<', 'a<'] }),
      'must be there once'
    ],
    [() => pieces.encode(3 as never), 'expected a text, got the number 3'],
    [() => pieces.decode([9999]), 'got 9999'],
    [() => pieces.decode([0.5]), 'got 0.5']
  ])('refuses a mistake in words (%#)', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('bytePairEncodingOf', () => {
  const file = pieces.toJSON();

  it('gives a token that is added to a file the next id', () => {
    const [pad] = file.added_tokens;
    const next = Object.keys(file.model.vocab).length;
    const more = bytePairEncodingOf({
      ...file,
      added_tokens: [
        ...file.added_tokens,
        { ...pad, content: '<new>', id: next }
      ]
    });
    expect(more.encode('a<new>').at(-1)).toBe(next);
    expect(more.size).toBe(next + 1);
  });

  it('reads pairs that are texts, as before version 0.20', () => {
    const old = {
      ...file,
      model: {
        ...file.model,
        merges: file.model.merges.map(pair => pair.join(' '))
      }
    };
    expect(bytePairEncodingOf(JSON.stringify(old)).toJSON()).toEqual(file);
  });

  it.each<[string, (of: TokenizerFile) => unknown, string]>([
    ['no JSON', () => '{', 'the text of a tokenizer.json'],
    ['a list', () => [], 'the file must be an object'],
    [
      'another model',
      of => ({ ...of, model: { ...of.model, type: 'WordPiece' } }),
      "model.type must be 'BPE'"
    ],
    [
      'a normalizer',
      of => ({ ...of, normalizer: { type: 'NFC' } }),
      'normalizer must be null'
    ],
    [
      'other words',
      of => ({ ...of, pre_tokenizer: { type: 'Whitespace' } }),
      'pre_tokenizer must be ByteLevel'
    ],
    [
      'a space before',
      of => ({
        ...of,
        pre_tokenizer: { ...of.pre_tokenizer, add_prefix_space: true }
      }),
      'add_prefix_space false'
    ],
    [
      'a template',
      of => ({ ...of, post_processor: { type: 'TemplateProcessing' } }),
      'post_processor must be null'
    ],
    [
      'a pair of nothing',
      of => ({ ...of, model: { ...of.model, merges: [['q', 'qqq']] } }),
      'model.merges[0]'
    ],
    [
      'an id twice',
      of => ({ ...of, model: { ...of.model, vocab: { a: 1, b: 1 } } }),
      "model.vocab['b']"
    ],
    [
      'an id that is none',
      of => ({ ...of, model: { ...of.model, vocab: { a: -1 } } }),
      "model.vocab['a']"
    ],
    [
      'a token that strips',
      of => ({
        ...of,
        added_tokens: [{ ...of.added_tokens[0], lstrip: true }]
      }),
      'added_tokens[0]'
    ],
    [
      'an id that no list could reach',
      of => ({ ...of, model: { ...of.model, vocab: { a: 1e9 } } }),
      "model.vocab['a'] must be an id of its own, from 0 to 4194303, got the number 1000000000"
    ],
    // Hugging Face reads these files, and gives the token another id than they say.
    ...[5, 0, 1e9].map(
      (id): [string, (of: TokenizerFile) => unknown, string] => [
        `an added token with the id ${id}`,
        of => ({
          ...of,
          added_tokens: [
            ...of.added_tokens,
            { ...of.added_tokens[0], content: '<new>', id }
          ]
        }),
        'added_tokens[2]'
      ]
    ),
    [
      'another id than the vocabulary has',
      of => ({
        ...of,
        added_tokens: [{ ...of.added_tokens[1], id: 7 }]
      }),
      'added_tokens[0].id must be 1, that of model.vocab, got the number 7'
    ]
  ])('refuses %s', (_, spoil, message) => {
    expect(() => bytePairEncodingOf(spoil(file) as TokenizerFile)).toThrow(
      message
    );
  });
});
