import type { Attrs, Context } from './op.ts'
import type { Tensor } from './tensor.ts'

/** What a rule may know of one application of an op. */
export const contextOf = (args: readonly Tensor[], value: Tensor, attrs: Attrs): Context => ({
  shapes: args.map((arg) => arg.shape),
  shape: value.shape,
  attrs,
})
