import type { BytePairOptions, TokenizerFile } from '../../src/engine';
import { bytePairEncodingOf, fitBytePairEncoding } from '../../src/engine';
import { fixture } from './fixture';

interface BytePairCase {
  name: string;
  texts: string[];
  options: BytePairOptions;
  file: TokenizerFile;
  tried: string[];
  ids: number[][];
  decoded: string[];
  withSpecial: string[];
  cut: [number[], string][];
}

describe.each(fixture<BytePairCase>('tokenizers/bytePairs.json'))(
  'byte pairs as Hugging Face’s tokenizers: $name',
  of => {
    const fitted = fitBytePairEncoding(of.texts, of.options);

    it('learns the same pairs in the same order', () => {
      expect(fitted.merges).toEqual(of.file.model.merges);
      expect(fitted.toJSON().model).toEqual(of.file.model);
      expect(fitted.toJSON().added_tokens).toEqual(of.file.added_tokens);
    });

    it.each([
      ['learned', () => fitted],
      ['read from the file', () => bytePairEncodingOf(JSON.stringify(of.file))],
      [
        'written and read again',
        () => bytePairEncodingOf(JSON.stringify(fitted))
      ]
    ])('encodes and decodes alike, %s', (_, make) => {
      const pieces = make();
      expect(of.tried.map(text => [...pieces.encode(text)])).toEqual(of.ids);
      expect(of.ids.map(ids => pieces.decode(ids))).toEqual(of.decoded);
      const options = { skipSpecialTokens: false };
      expect(of.ids.map(ids => pieces.decode(ids, options))).toEqual(
        of.withSpecial
      );
      for (const [ids, text] of of.cut) {
        expect(pieces.decode(ids)).toBe(text);
      }
    });
  }
);
