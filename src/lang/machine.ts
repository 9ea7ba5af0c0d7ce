import type { Planner } from '../core/plan/planner.ts'
import { name } from '../torch/made.ts'
import { modulesOf } from '../torch/modules.ts'
import { createSession, type OnBackward, type Session } from '../torch/session.ts'
import type { Value } from '../torch/value.ts'
import type { Place } from './ast.ts'
import type { Budget } from './budget.ts'

/** A running program: its tensors, what it may use up, and where it is. */
export interface Machine {
  readonly session: Session
  readonly budget: Budget
  readonly modules: ReturnType<typeof modulesOf>
  /** The innermost expression or statement being carried out. */
  place: Place
  /** The operands or arguments of what is being carried out there, with what they are in the text. */
  parts: readonly Part[]
}

/** An operand or argument: its value, and where the text has it. */
export interface Part {
  readonly place: Place
  readonly value: Value
}

export function createMachine(budget: Budget, onBackward: OnBackward, planner?: Planner): Machine {
  const session = createSession(onBackward, (work) => budget.charge(work), planner)
  return { session, budget, modules: modulesOf(session), place: { from: 0, to: 0, line: 1 }, parts: [] }
}

/** Says where the program is, for the lines of new nodes and for errors. */
export function goTo(machine: Machine, place: Place, parts: readonly Part[] = []): void {
  machine.place = place
  machine.parts = parts
  machine.session.line = place.line
}

/** Tells a tensor's node the name that a tensor is assigned to. */
export function nameValue(value: Value, to: string): void {
  if (value.kind === 'tensor') name(value.node, to)
}
