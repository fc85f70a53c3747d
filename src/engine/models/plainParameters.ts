import type { Tensor } from '../tensor/tensor';

type Tensors = Readonly<Record<string, Tensor>>;

/** A way to keep a parameter, by the ends of the names of its parts, and how the whole comes of them. */
interface Kept {
  readonly ends: readonly string[];
  whole(...parts: Tensor[]): Tensor;
}

const ways: readonly Kept[] = [
  // torch.nn.utils.weight_norm, and the same among parametrizations.
  { ends: ['_g', '_v'], whole: normalized },
  { ends: ['.original0', '.original1'], whole: normalized },
  // torch.nn.utils.prune.
  { ends: ['_orig', '_mask'], whole: (weight, mask) => weight.mul(mask) },
  // Dropout of weights, as in AWD-LSTM and fastai.
  { ends: ['_raw'], whole: weight => weight }
];

/**
 * Parameters as their modules compute with them, and under the names that they have there, of a file that
 * keeps them in parts: factors of a weight normalization, a mask of a pruning, what a dropout of weights
 * draws from.
 */
export function plainParameters(tensors: Tensors): Tensors {
  const found = new Map(Object.entries(tensors));
  for (const { ends, whole } of ways) {
    for (const name of Object.keys(tensors)) {
      const stem = name.slice(0, -ends[0].length);
      const parts = ends.map(end => tensors[stem + end]);
      if (
        name.endsWith(ends[0]) &&
        /(^|\.)(weight|bias)[^.]*$/.test(stem) &&
        parts.every(Boolean)
      ) {
        ends.forEach(end => found.delete(stem + end));
        found.set(ownName(stem, tensors), whole(...parts));
      }
    }
  }
  return Object.fromEntries(found);
}

/** Without `parametrizations`; what wraps a module to drop its weights calls that `module`. */
function ownName(stem: string, tensors: Tensors): string {
  const name = stem.replace('parametrizations.', '');
  const inside = name.replace(/[^.]*$/, 'module.');
  return Object.keys(tensors).some(other => other.startsWith(inside))
    ? inside + name.slice(inside.length - 'module.'.length)
    : name;
}

/** `g · v / ‖v‖`, with a norm for each number of g. */
function normalized(g: Tensor, v: Tensor): Tensor {
  const norm = v.shape
    .flatMap((_, axis) => (g.shape[axis] === v.shape[axis] ? [] : [axis]))
    .reduce((sum, axis) => sum.sum(axis, { keepDims: true }), v.mul(v))
    .pow(0.5);
  return v.mul(g).div(norm);
}

/** What to do in Python about weights that PyTorch computes from those of a file, in ways of many kinds. */
export function writtenPlainly(tensors: Tensors): string {
  const calls = Object.keys(tensors).flatMap(name => {
    const [, parametrized, weight, module, former] =
      /^(?:(?:(.*)\.)?parametrizations\.([^.]+)\.original|(?:(.*)\.)?([^.]+)_orig)$/.exec(
        name
      ) ?? [];
    return weight
      ? `torch.nn.utils.parametrize.remove_parametrizations(model.get_submodule('${parametrized ?? ''}'), '${weight}')`
      : former
        ? `torch.nn.utils.remove_spectral_norm(model.get_submodule('${module ?? ''}'), '${former}')`
        : [];
  });
  return calls.length > 0
    ? `. Some weights are computed from those of the file; write them as they come out, in Python before saving: ${calls.join('; ')}`
    : '';
}
