/** Words of Python, and attributes that `nn.Module` needs for itself. */
const taken = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally ' +
    'for from global if import in is lambda nonlocal not or pass raise return try while with yield ' +
    'T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double ' +
    'dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule ' +
    'half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters ' +
    'parameters register_backward_hook register_buffer register_forward_hook ' +
    'register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook ' +
    'register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module ' +
    'register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ ' +
    'set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad'
  ).split(' ')
);

/** Attributes that a layer of Keras needs for itself, beside those of `taken`. */
export const ofKerasLayers =
  'add_loss add_metric add_weight autocast build build_config built call compute_dtype compute_mask ' +
  'compute_output_shape count_params dtype dtype_policy get_config get_weights input input_dtype ' +
  'input_spec load_own_variables losses metrics metrics_variables name non_trainable_variables ' +
  'non_trainable_weights output output_size path quantize save_own_variables set_weights state_size ' +
  'stateless_call supports_jit supports_masking symbolic_call trainable trainable_variables ' +
  'trainable_weights variable_dtype variables weights';

/**
 * A name for each thing that Python and the frameworks take, as near to its own as can be.
 *
 * @param reserved names that stand for something else there
 */
export function pythonNames<T extends { readonly name: string }>(
  named: readonly T[],
  reserved: Iterable<string> = []
): ReadonlyMap<T, string> {
  const used = new Set(reserved);
  return new Map(
    named.map(one => {
      const base = identifier(one.name);
      let name = base;
      for (let count = 1; used.has(name); count++) {
        name = `${base}_${count}`;
      }
      used.add(name);
      return [one, name];
    })
  );
}

function identifier(name: string): string {
  // An attribute that begins with an underscore is nobody's but the class's own.
  const plain = name
    .normalize('NFKC')
    .replace(/[^\p{L}\p{M}\p{N}_]/gu, '_')
    .replace(/^_+/, '');
  return /^\p{L}/u.test(plain) && !taken.has(plain)
    ? plain
    : `layer_${plain}`.replace(/_$/, '');
}

/** A number as Python reads it. */
export function pythonNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : `float("${String(value)}")`;
}

/** Extents as a tuple; null is a length that may be any. */
export function pythonShape(shape: readonly (number | null)[]): string {
  const extents = shape.map(extent => extent ?? 'None').join(', ');
  return shape.length === 1 ? `(${extents},)` : `(${extents})`;
}

/** The arguments that are given; `name=value` where a name is given. */
export function pythonCall(
  name: string,
  given: readonly (string | false | undefined)[]
): string {
  return `${name}(${given.filter(Boolean).join(', ')})`;
}
