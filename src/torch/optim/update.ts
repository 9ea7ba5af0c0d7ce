import type { Tensor } from '../../core/tensor.ts'
import { evaluateUpdate, type UpdateRule, type UpdateSymbol } from '../../core/update.ts'
import { nameOf } from '../clash.ts'
import { overwrite } from '../inplace.ts'
import { constant } from '../operand.ts'
import { cloned } from '../reshaping.ts'
import { apply, dtypeOf, type Session, shapeOf, tensorOf } from '../session.ts'
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
  const dtype = dtypeOf(session, parameter)
  const number = (value: number): TensorValue => constant(session, { kind: 'float', value }, dtype)
  const standing = ({ role, key }: UpdateSymbol): TensorValue | undefined => {
    switch (role) {
      case 'parameter':
        return parameter
      case 'gradient':
        return gradient
      case 'state':
        return tensors.get(key)
      case 'number':
        return number(numbers[key] ?? Number.NaN)
      case 'between':
        return undefined
    }
  }
  const values = rule.symbols.map(standing)
  const before = values.map((value) => (value === undefined ? null : tensorOf(session, value)))
  const shape = shapeOf(session, parameter)
  const results = evaluateUpdate<TensorValue>(rule, values, {
    apply: (op, args, attrs) =>
      apply(session, op, args, attrs, args.length === 1 ? shapeOf(session, args[0]!) : shape, ''),
    constant: number,
  })
  const after = results.map((result) => tensorOf(session, result))
  const last = new Map(rule.lines.map(({ to }, i) => [to, results[i]!]))
  for (const [to, result] of last) {
    const { role, key } = rule.symbols[to]!
    const cell = role === 'parameter' ? parameter : role === 'state' ? tensors.get(key) : null
    if (cell === undefined) tensors.set(key, cloned(session, result))
    else if (cell !== null) overwrite(session, cell, result)
  }
  session.onUpdate?.({ rule, line: session.line, parameter, name: nameOf(parameter), before, after })
}
