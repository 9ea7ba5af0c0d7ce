import type { Attrs, OpName } from './op.ts'
import { ops } from './registry.ts'
import { type Expr, interpret } from './rule.ts'
import { type Dtype, scalar, type Tensor } from './tensor.ts'

/** What an expression's free symbols stand for. */
export interface Bindings<T> {
  readonly args: readonly T[]
  readonly output: T
  readonly flow: T
}

const applied = (op: OpName, args: readonly Tensor[], attrs: Attrs): Tensor => ops[op].forward(args, attrs)

/** First reading of a rule: its number. Every step is rounded to the dtype, as PyTorch's own kernels do. */
export const evaluate = (expr: Expr, at: Bindings<Tensor>, dtype: Dtype): Tensor =>
  interpret<Tensor>(expr, {
    arg: (index) => at.args[index]!,
    output: () => at.output,
    flow: () => at.flow,
    constant: (value) => scalar(value, dtype),
    apply: applied,
  })
