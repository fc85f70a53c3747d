import {
  readSafetensors,
  tensor,
  writeSafetensors
} from '../../../../src/engine';

describe('a safetensors file', () => {
  it('keeps tensors and words of any name', () => {
    const names = ['__proto__', 'constructor', 'w'];
    const { tensors, metadata } = readSafetensors(
      writeSafetensors(
        Object.fromEntries(names.map((name, at) => [name, tensor([at, 9])])),
        Object.fromEntries(names.map(name => [name, `of ${name}`]))
      )
    );
    expect(
      Object.entries(tensors).map(([name, held]) => [name, held.toArray()])
    ).toEqual(names.map((name, at) => [name, [at, 9]]));
    expect(Object.entries(metadata)).toEqual(
      names.map(name => [name, `of ${name}`])
    );
  });

  it('is not made of a Map, whose tensors lie elsewhere', () => {
    const map = new Map([['a', tensor([1])]]);
    expect(() => writeSafetensors(map as never)).toThrow(
      'writeSafetensors: tensors must be an object of tensors by name, got a Map'
    );
    expect(() =>
      writeSafetensors({ a: tensor([1]) }, new Map([['a', 'b']]) as never)
    ).toThrow(
      'writeSafetensors: metadata must be an object of texts, got a Map'
    );
  });

  it("refuses a tensor with the name of the format's own words", () => {
    expect(() => writeSafetensors({ __metadata__: tensor([1]) })).toThrow(
      "writeSafetensors: a tensor cannot be called '__metadata__', under which the format keeps metadata"
    );
  });
});
