import { ops } from '../../core/registry.ts'
import { scalar, type Tensor } from '../../core/tensor.ts'
import type { Step, Trace, Update } from '../../core/trace.ts'
import { type Arithmetic, evaluateUpdate, type UpdateRule } from '../../core/update.ts'

/** The ops of an update on plain tensors. */
export const plainArithmetic: Arithmetic<Tensor> = {
  apply: (op, args, attrs) => ops[op].forward(args, attrs),
  constant: (value) => scalar(value, 'float32'),
}

/** A pass with what a rule then does to its parameter at `node`, by the values of its states and numbers. */
export function learned(
  pass: Trace,
  node: number,
  rule: UpdateRule,
  values: Readonly<Record<string, Tensor | number>>,
  gradient: Tensor,
): Trace {
  const before = rule.symbols.map(({ role, key }): Tensor | null => {
    if (role === 'parameter') return pass.graph.nodes[node]!.value
    if (role === 'gradient') return gradient
    const value = values[key]
    return value === undefined ? null : typeof value === 'number' ? scalar(value, 'float32') : value
  })
  const after = evaluateUpdate(
    rule,
    before.map((value) => value ?? undefined),
    plainArithmetic,
  )
  const update: Update = { rule, at: 9, before, after }
  const steps = rule.lines.map((_, line): Step => ({ kind: 'update', node, update, line }))
  return { ...pass, steps: [...pass.steps, ...steps] }
}
