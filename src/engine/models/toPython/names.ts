import type { Layer } from '../../layers/layer';

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

/** A name for each layer that Python and both frameworks take, as near to the layer's own as can be. */
export function pythonNames(
  layers: readonly Layer[]
): ReadonlyMap<Layer, string> {
  const used = new Set<string>();
  return new Map(
    layers.map(layer => {
      const base = identifier(layer.name);
      let name = base;
      for (let count = 1; used.has(name); count++) {
        name = `${base}_${count}`;
      }
      used.add(name);
      return [layer, name];
    })
  );
}

function identifier(name: string): string {
  // An attribute that begins with an underscore is nobody's but the class's own.
  const plain = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^_+/, '');
  return /^[A-Za-z]/.test(plain) && !taken.has(plain)
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
