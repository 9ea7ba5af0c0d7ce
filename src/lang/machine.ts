import type { Planner } from '../core/plan/planner.ts'
import { name } from '../torch/made.ts'
import { modulesOf } from '../torch/modules.ts'
import { nameParameters } from '../torch/nn/names.ts'
import { createSession, type OnBackward, type Session } from '../torch/session.ts'
import type { TypeValue, Value } from '../torch/value.ts'
import type { Expression, Place } from './ast.ts'
import type { Budget } from './budget.ts'
import type { Scope } from './scope.ts'
import type { Thrown } from './thrown.ts'
import { weigh } from './weigh.ts'

/** A running program: its tensors, what it may use up, and where it is. */
export interface Machine {
  readonly session: Session
  readonly budget: Budget
  readonly modules: ReturnType<typeof modulesOf>
  /** Python's own classes by their names. */
  readonly types: Map<string, TypeValue>
  /** The modules that were imported, by their names. */
  readonly imported: Map<string, Value>
  /** The names of the program, and of each call that is being carried out. */
  readonly frames: Scope[]
  /** The loops that are going on, the outermost first, with the names that they give values. */
  readonly loops: OpenLoop[]
  /** The innermost expression or statement being carried out. */
  place: Place
  /** The operator or call being carried out there, with its operands or arguments; else null. */
  doing: Expression | null
  values: readonly Value[]
  /** The exception whose handler is being carried out. */
  handling: Thrown | null
  /** Whether training steps that are known may be passed over. */
  passes: boolean
}

/** A loop that is going on. */
export interface OpenLoop {
  readonly scope: Scope
  readonly names: readonly string[]
  /** How many turns it has, where that is known; else null. */
  readonly turns: number | null
}

/** An operand or argument: its value, and where the text has it. */
export interface Part {
  readonly place: Place
  readonly value: Value
}

const nothing: readonly Value[] = []

export function createMachine(budget: Budget, onBackward: OnBackward, planner?: Planner): Machine {
  const session = createSession(onBackward, (work) => budget.charge(work), planner)
  const frames: Scope[] = []
  session.load = () => weigh(frames)
  return {
    session,
    budget,
    modules: modulesOf(session),
    types: new Map(),
    imported: new Map(),
    frames,
    loops: [],
    place: { from: 0, to: 0, line: 1 },
    doing: null,
    values: nothing,
    handling: null,
    passes: true,
  }
}

/** Begins a loop; what was computed before the outermost one is data to a backward pass in it. */
export function openLoop({ loops, session }: Machine, loop: OpenLoop): void {
  if (loops.length === 0) session.loopStart = session.recording.count
  loops.push(loop)
}

/** Ends the innermost loop. */
export function closeLoop({ loops, session }: Machine): void {
  loops.pop()
  if (loops.length === 0) session.loopStart = 0
}

/** Says where the program is, for the lines of new nodes and for errors. */
export function goTo(machine: Machine, place: Place): void {
  machine.place = place
  machine.doing = null
  machine.session.line = place.line
}

/** Says which operator or call is carried out, and on what. */
export function goToWith(machine: Machine, expression: Expression, values: readonly Value[]): void {
  machine.place = expression
  machine.doing = expression
  machine.values = values
  machine.session.line = expression.line
}

/** Goes back to where the program was before it called something. */
export function comeBack(machine: Machine, place: Place, doing: Machine['doing'], values: Machine['values']): void {
  machine.place = place
  machine.doing = doing
  machine.values = values
  machine.session.line = place.line
}

/** How deep calls are nested. */
interface Nesting {
  readonly calls: number
  readonly frames: number
}

export const nestingOf = ({ budget, frames }: Machine): Nesting => ({ calls: budget.depth, frames: frames.length })

/** Goes back to a depth of calls after an error: an overflow of the host's stack leaves no room to count them down. */
export function nestAgain(machine: Machine, { calls, frames }: Nesting): void {
  machine.budget.depth = calls
  machine.frames.length = frames
}

/** The operands or arguments of what is being carried out, with what they are in the text. */
export function partsOf({ doing, values }: Machine): Part[] {
  if (doing === null) return []
  const places =
    doing.kind === 'binary'
      ? [doing.left, doing.right]
      : doing.kind === 'call'
        ? doing.args.map((arg) => arg.value)
        : []
  return places.flatMap((place, i) => {
    const value = values[i]
    return value === undefined ? [] : [{ place, value }]
  })
}

/** Tells a tensor's node, or the nodes of a module's parameters, the name that they are assigned to. */
export function nameValue(value: Value, to: string): void {
  if (value.kind === 'tensor') name(value.node, to)
  else if (value.kind === 'instance') nameParameters(value, to)
}
