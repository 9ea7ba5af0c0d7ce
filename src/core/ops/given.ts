import type { Context, Op } from '../op.ts'

/** What the program calls it: the attribute `name`. */
const nameOf = ({ attrs }: Context): string => String(attrs['name'] ?? 'custom')

/**
 * An output of a function that the program differentiates itself (`torch.autograd.Function`). The first argument is what its `forward`
 * computed, from which no gradient is asked; the others are its inputs, which get what its `backward` returned. attrs: `name`.
 */
export const custom: Op = {
  gradFn: '',
  notation: (context) => ({ kind: 'own', name: nameOf(context), by: 'backward' }),
  forward: ([result]) => result!,
  rule: () => ({ kind: 'given' }),
  expansion: 'moves',
  samples: [],
}

/** A tensor whose gradient a hook of the program replaces on its way back. attrs: `name`. */
export const hooked: Op = {
  gradFn: '',
  notation: (context) => ({ kind: 'own', name: nameOf(context), by: 'hook' }),
  forward: ([x]) => x!,
  rule: () => ({ kind: 'given' }),
  expansion: 'moves',
  samples: [],
}
