import type { Context, OpName } from './op.ts'
import { ops } from './registry.ts'
import { apply, arg, constant, type Expr, flow, times } from './rule.ts'
import { sameShape } from './tensor.ts'

/** What flows back along one edge: an expression in the op's arguments, its output and the upstream gradient `flow`. Null where nothing flows. */
export function pull(op: OpName, context: Context, slot: number, rule = ops[op].rule(context)): Expr | null {
  switch (rule.kind) {
    case 'none':
    case 'given':
      return null
    case 'elementwise': {
      const product = times(flow, rule.partials[slot]!)
      const shape = context.shapes[slot]!
      return sameShape(shape, context.shape) ? product : apply('sum_to', [product], { shape })
    }
    case 'linear':
    case 'multilinear':
    case 'general':
      return rule.pulls[slot] ?? null
  }
}

/** The tangent of the output that one argument's tangent `flow` causes. Null where nothing flows. The tangents of all arguments add. */
export function push(op: OpName, context: Context, slot: number, rule = ops[op].rule(context)): Expr | null {
  const count = context.shapes.length
  switch (rule.kind) {
    case 'none':
      return null
    case 'given':
      return slot === 0 ? flow : null
    case 'elementwise':
      return apply('expand', [times(rule.partials[slot]!, flow)], { shape: context.shape })
    case 'linear':
    case 'multilinear': {
      const others = (i: number): Expr => (rule.kind === 'linear' ? times(arg(i), constant(0)) : arg(i))
      const args = Array.from({ length: count }, (_, i) => (i === slot ? flow : others(i)))
      return apply(op, args, context.attrs)
    }
    case 'general':
      return rule.pushes[slot] ?? null
  }
}

/** The local derivative ∂output/∂argument of an element-wise op, as an expression; null for ops whose rule is not element-wise. */
export function partial(op: OpName, context: Context, slot: number): Expr | null {
  const rule = ops[op].rule(context)
  return rule.kind === 'elementwise' ? rule.partials[slot]! : null
}
