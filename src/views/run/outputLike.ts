import type { Series, Trace } from '../../trace';

/**
 * The output of another run of the same network. Of a network with very many some are drawn, and those
 * of two runs need not be the same ones: then there is none.
 */
export function outputLike(
  { outputs }: Pick<Trace, 'outputs'>,
  { name }: Pick<Series, 'name'>
): Series | undefined {
  return outputs.find(output => output.name === name);
}
