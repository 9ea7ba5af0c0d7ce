import { scalar, sizeOf, type Tensor } from '../../core/tensor.ts'
import { evaluateUpdate, type UpdateRule } from '../../core/update.ts'
import { nameOf } from '../clash.ts'
import { leaf, relocate, type Session, tensorOf, write } from '../session.ts'
import type { TensorValue } from '../value.ts'

/** One step of an optimizer on one parameter: all that the page needs to show it. */
export interface Update {
  readonly rule: UpdateRule
  /** The 1-based line of the call of `step()`. */
  readonly line: number
  readonly parameter: TensorValue
  /** What the parameter is called; null where it has no name. */
  readonly name: string | null
  /** The value of each symbol of the rule before the step; null for what had none. */
  readonly before: readonly (Tensor | null)[]
  /** What each line of the rule gave. */
  readonly after: readonly Tensor[]
}

/** What an optimizer keeps of a parameter from step to step: its tensors under PyTorch's names, and how many steps were made. */
export interface ParameterState {
  step: number
  readonly tensors: Map<string, TensorValue>
}

/** Carries out one step of a rule: the parameter and the state are changed in place, without a gradient. */
export function updateParameter(
  session: Session,
  rule: UpdateRule,
  parameter: TensorValue,
  gradient: TensorValue,
  numbers: Readonly<Record<string, number>>,
  { tensors }: ParameterState,
): void {
  const { planner } = session
  const { dtype, shape } = tensorOf(session, parameter)
  const cells = rule.symbols.map(({ role, key }) => {
    if (role === 'parameter') return parameter
    if (role === 'gradient') return gradient
    return role === 'state' ? (tensors.get(key) ?? null) : null
  })
  const before = rule.symbols.map(({ role, key }, i): Tensor | null => {
    const cell = cells[i]
    if (cell) return tensorOf(session, cell)
    return role === 'number' ? scalar(numbers[key] ?? Number.NaN, dtype) : null
  })
  session.charge(1 + rule.lines.length * sizeOf(shape))
  const after = planner.memo(
    rule,
    [dtype],
    before.filter((value) => value !== null),
    0,
    () =>
      evaluateUpdate<Tensor>(
        rule,
        before.map((value) => value ?? undefined),
        { apply: (op, args, attrs) => planner.compute(op, args, attrs), constant: (value) => scalar(value, dtype) },
      ),
  )
  const last = new Map(rule.lines.map(({ to }, i) => [to, after[i]!]))
  for (const [to, value] of last) {
    const { role, key } = rule.symbols[to]!
    const cell = cells[to]
    if (cell) replace(session, cell, value)
    else if (role === 'state') tensors.set(key, leaf(session, value))
  }
  if (session.onUpdate !== undefined)
    session.onUpdate({ rule, line: session.line, parameter, name: nameOf(parameter), before, after })
}

/** Writes a new value into a tensor, and into all that share its memory. */
function replace(session: Session, cell: TensorValue, value: Tensor): void {
  relocate(session, cell, value)
  write(cell, value)
}
