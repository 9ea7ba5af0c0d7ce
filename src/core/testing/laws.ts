import { added } from '../backward.ts'
import { contextOf } from '../context.ts'
import { evaluate } from '../evaluate.ts'
import type { Context, OpName, Rule, Sample } from '../op.ts'
import { pull, push } from '../pull.ts'
import { ops } from '../registry.ts'
import { type Tensor, tensor } from '../tensor.ts'
import { argumentsOf, inner, randomSource, randomTensor } from './random.ts'

/** One way in which a rule disagrees with the op's own values or with itself. */
export interface Violation {
  readonly op: OpName
  readonly law: 'push is the central difference' | 'push and pull are adjoint'
  readonly slot: number
  readonly difference: number
}

const step = 1e-6
const near = (p: number, q: number, tolerance: number): boolean =>
  Math.abs(p - q) <= tolerance * Math.max(1, Math.abs(p), Math.abs(q))

const nudged = (t: Tensor, direction: Tensor, by: number): Tensor =>
  tensor(
    t.data.map((value, i) => value + by * direction.data[i]!),
    t.shape,
    t.dtype,
  )

/** Tries one op on one sample, in every argument: forward mode = central differences, and ⟨push t, g⟩ = ⟨t, pull g⟩. In float64, away from kinks. */
export function violations(
  op: OpName,
  sample: Sample,
  seed: number,
  ruleOf: (context: Context) => Rule = ops[op].rule,
): Violation[] {
  const random = randomSource(seed)
  const args = argumentsOf(random, sample)
  const attrs = sample.attrs ?? {}
  const run = (inputs: readonly Tensor[]) => ops[op].forward(inputs, attrs)
  const output = run(args)
  const context = contextOf(args, output, attrs)
  const rule = ruleOf(context)
  return args.flatMap((arg, slot) => {
    const found: Violation[] = []
    const tangent = randomTensor(random, arg.shape, [-1, 1])
    const upstream = randomTensor(random, output.shape, [-1, 1])
    const [there, back] = [push(op, context, slot, rule), pull(op, context, slot, rule)]
    if (there === null || back === null) return found
    const pushed = evaluate(there, { args, output, flow: tangent }, 'float64')
    const pulled = evaluate(back, { args, output, flow: upstream }, 'float64')
    const [ahead, behind] = [step, -step].map((by) => run(args.with(slot, nudged(arg, tangent, by))))
    const wanted = ahead!.data.map((value, i) => (value - behind!.data[i]!) / (2 * step))
    const spread = added(pushed, tensor(new Float64Array(output.data.length), output.shape, 'float64'))
    spread.data.forEach((value, i) => {
      if (!near(value, wanted[i]!, 1e-6))
        found.push({ op, law: 'push is the central difference', slot, difference: value - wanted[i]! })
    })
    const [left, right] = [
      inner(spread, upstream),
      inner(tangent, added(pulled, tensor(new Float64Array(arg.data.length), arg.shape, 'float64'))),
    ]
    if (!near(left, right, 1e-9)) found.push({ op, law: 'push and pull are adjoint', slot, difference: left - right })
    return found
  })
}
