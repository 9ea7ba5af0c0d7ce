import { trace } from '../core/backward.ts'
import { Again, Stale } from '../core/plan/deferred.ts'
import { Planner } from '../core/plan/planner.ts'
import { sizeOf, type Tensor } from '../core/tensor.ts'
import type { Trace } from '../core/trace.ts'
import { graphOf } from '../torch/made.ts'
import { mostOps } from '../torch/pass.ts'
import { Raised, Stopped } from '../torch/raised.ts'
import type { OnBackward } from '../torch/session.ts'
import { isNumber } from '../torch/value.ts'
import type { Statement } from './ast.ts'
import { Budget, type Limits, tooDeep, tooLong } from './budget.ts'
import { builtinsOf } from './builtins.ts'
import { type Control, controlOf, noControl } from './control.ts'
import { execute } from './execute.ts'
import { Learning } from './learning.ts'
import { modulesOf, variablesOf } from './left.ts'
import { createMachine, type Machine } from './machine.ts'
import { misfitOf } from './misfit.ts'
import { parse } from './parse.ts'
import { reporting } from './reporting.ts'
import { type Counted, type Diagnostic, type Episode, firstOfMany, type Options, type Run } from './run.ts'
import { Scope } from './scope.ts'
import { repr } from './show.ts'
import { lineFinder, Malformed } from './syntax.ts'
import { knowTensors } from './types.ts'

/** The longest program, in characters; the most episodes that are kept, and the most nodes and numbers in them. */
const limits = { source: 20_000, episodes: 16, nodes: 60_000, numbers: 2_000_000 } as const

/** Ends a program that has shown what was wanted of it. Nothing that a program can catch. */
class Enough {}

/** Runs a program to its end or to its first error. What it did until then is kept. Never throws on a user's mistake. */
export function run(source: string, options: Options = {}): Run {
  const now = options.now ?? Date.now
  const timing: Timing = { now, start: now(), ...(options.onProgress && { onLook: reporting(options.onProgress) }) }
  const kept = new Map<number, Set<number>>()
  let passes = true
  for (let again = 0; again < mostRepeats; again++) {
    const planner = options.plans === false ? new Planner(kept, null) : new Planner(kept)
    try {
      return once(source, options, timing, planner, passes)
    } catch (error) {
      if (!(error instanceof Again)) throw error
      const blamed = error instanceof Stale ? planner.blame(error) : null
      if (!(error instanceof Stale)) passes = false
      if (!(error instanceof Stale)) continue
      if (blamed === null) break
      kept.set(blamed.loop, (kept.get(blamed.loop) ?? new Set()).add(blamed.event))
    }
  }
  return once(source, options, timing, new Planner(kept, null), false)
}

/** How often a program is run again because it looked for numbers that a plan had written over. After that it runs without plans. */
const mostRepeats = 6

/** The clock of a program, however often it is run for one answer: when it began, and who is told. */
type Timing = Pick<Limits, 'now' | 'start' | 'onLook'>

function once(source: string, options: Options, timing: Timing, planner: Planner, passes: boolean): Run {
  const { timeLimitMs = 2000, quietLimitMs = timeLimitMs, keepFrom: wanted = null, stopWhenKept = false } = options
  const keepFrom = wanted ?? 0
  const budget = new Budget({ timeLimitMs, quietLimitMs, ...timing })
  const { log } = budget
  const episodes: Episode[] = []
  const counts = { nodes: 0, numbers: 0 }
  let learning: Learning | null = null
  /** What came after the last pass belongs to it. */
  const close = (): void => {
    const last = episodes.at(-1)
    machine.session.onUpdate = undefined
    if (learning === null || last === undefined) return
    counts.numbers += learning.numbers
    episodes[episodes.length - 1] = { ...last, trace: learning.whole }
    learning = null
  }
  const seen = { control: noControl }
  const isLong = (): boolean => machine.loops.some(({ turns }) => turns !== null && turns > limits.episodes)
  const most = (): number => (wanted === null && isLong() ? firstOfMany : limits.episodes)
  /** Whether a pass was let go: what is kept has no gaps. */
  let over = false
  const isFull = (): boolean =>
    over || episodes.length >= most() || counts.nodes > limits.nodes || counts.numbers > limits.numbers
  const onBackward: OnBackward = ({ output, trace }) => {
    const skipped = log.backwards < keepFrom
    log.backward(scalarOf(output))
    if (skipped) return
    close()
    over = isFull()
    const pass = over ? null : trace()
    if (pass !== null) {
      counts.nodes += pass.graph.nodes.length
      counts.numbers += numbersIn(pass)
    }
    const fits = counts.nodes <= limits.nodes && (episodes.length === 0 || counts.numbers <= limits.numbers)
    if (pass !== null && fits) {
      episodes.push({ kind: 'backward', line: machine.session.line, trace: pass, turn: turnOf(machine) })
      const after = new Learning(pass)
      learning = after
      machine.session.onUpdate = (update) => after.note(update)
    } else if (stopWhenKept && episodes.length > 0) throw new Enough()
  }
  const machine = createMachine(budget, onBackward, planner)
  machine.passes = passes
  machine.session.shows = () => log.backwards >= keepFrom && !isFull()
  const builtins = new Scope(null)
  for (const [name, value] of builtinsOf(machine)) builtins.set(name, value)
  knowTensors(machine)
  const global = new Scope(builtins)
  machine.frames.push(global)
  const text = source.replaceAll('\r\n', '\n')
  const error = attempt(machine, global, text, seen)
  close()
  const forward = log.backwards === 0 ? forwardEpisode(machine) : null
  return {
    source,
    episodes: forward === null ? episodes : [forward],
    firstKept: forward === null ? Math.min(keepFrom, log.backwards) : 0,
    backwards: log.backwards,
    losses: log.losses(),
    prints: log.prints,
    stdout: log.prints.map(({ text }) => text).join(''),
    error,
    variables: variablesOf(machine.session, global),
    modules: modulesOf(machine.session, global),
    control: seen.control,
  }
}

function attempt(machine: Machine, global: Scope, source: string, seen: { control: Control }): Diagnostic | null {
  try {
    if (source.length > limits.source)
      throw new Malformed(
        `the program has ${source.length} characters, more than the ${limits.source} that fit here`,
        { from: limits.source, to: source.length },
        'Shorten it.',
      )
    const statements: readonly Statement[] = parse(source)
    seen.control = controlOf(statements)
    execute(machine, global, statements)
    return null
  } catch (error) {
    if (error instanceof Again) throw error
    if (error instanceof Enough) return null
    return diagnosed(machine, source, error)
  }
}

function diagnosed(machine: Machine, source: string, thrown: unknown): Diagnostic {
  const error = thrown instanceof RangeError ? (/length/.test(thrown.message) ? tooLong() : tooDeep()) : thrown
  const { type, message, hint } =
    error instanceof Raised
      ? error
      : { type: 'SystemError', message: String(error), hint: 'This is a mistake in the app, not in your program.' }
  if (error instanceof Malformed) {
    const { from, to } = error.span
    return { type, message, hint, line: lineFinder(source)(from), span: { from, to } }
  }
  const { from, to, line } = machine.place
  const clash = error instanceof Raised ? error.clash : null
  const misfit = clash === null ? {} : { misfit: misfitOf(machine, source, clash) }
  const stopped = error instanceof Stopped ? ({ stopped: true } as const) : {}
  return { type, message, hint, line, span: { from, to }, ...stopped, ...misfit }
}

/** How many numbers a pass holds: about as many gradients as values. */
const numbersIn = ({ graph }: Trace): number => 2 * graph.nodes.reduce((sum, { value }) => sum + value.data.length, 0)

/** The number a backward pass started from; NaN where it is no scalar. */
const scalarOf = (output: Tensor): number => (sizeOf(output.shape) === 1 ? output.data[0]! : Number.NaN)

/** What the loops that are going on count. */
const turnOf = ({ session, loops }: Machine): readonly Counted[] =>
  loops.flatMap(({ scope, names }) =>
    names.flatMap((name) => {
      const value = scope.find(name)
      const counts = value !== null && (isNumber(value) || value.kind === 'str')
      return counts ? [{ name, text: repr(session, value) }] : []
    }),
  )

/** What a program without `backward()` computed last. */
function forwardEpisode(machine: Machine): Episode | null {
  const { last } = machine.session.recording
  if (last === null) return null
  const { graph } = graphOf(last)
  if (graph.nodes.filter((node) => node.kind === 'op').length > mostOps) return null
  const pass: Trace = trace(graph, 'forward')
  return { kind: 'forward', line: last.line ?? 1, trace: pass, turn: [] }
}
