import { trace } from '../core/backward.ts'
import { Stale, settled } from '../core/plan/deferred.ts'
import { Planner } from '../core/plan/planner.ts'
import type { Trace } from '../core/trace.ts'
import { graphOf } from '../torch/made.ts'
import { mostOps } from '../torch/pass.ts'
import { Raised } from '../torch/raised.ts'
import { type OnBackward, tensorOf } from '../torch/session.ts'
import type { Statement } from './ast.ts'
import { Budget, tooDeep, tooLong } from './budget.ts'
import { builtinsOf } from './builtins.ts'
import { type Control, controlOf, noControl } from './control.ts'
import { execute } from './execute.ts'
import { createMachine, type Machine } from './machine.ts'
import { misfitOf } from './misfit.ts'
import { parse } from './parse.ts'
import type { Diagnostic, Episode, Options, Run, Variable } from './run.ts'
import { Scope } from './scope.ts'
import { lineFinder, Malformed } from './syntax.ts'

/** The longest program, in characters; the most episodes and nodes in them that are kept. */
const limits = { source: 20_000, episodes: 200, nodes: 60_000 } as const

/** Runs a program to its end or to its first error. What it did until then is kept. Never throws on a user's mistake. */
export function run(source: string, options: Options = {}): Run {
  const kept = new Map<number, Set<number>>()
  for (let again = 0; again < mostRepeats; again++) {
    const planner = new Planner(kept)
    try {
      return once(source, options, planner)
    } catch (error) {
      const blamed = error instanceof Stale ? planner.blame(error) : null
      if (!(error instanceof Stale)) throw error
      if (blamed === null) break
      kept.set(blamed.loop, (kept.get(blamed.loop) ?? new Set()).add(blamed.event))
    }
  }
  return once(source, options, new Planner(kept, null))
}

/** How often a program is run again because it looked for numbers that a plan had written over. After that it runs without plans. */
const mostRepeats = 6

function once(source: string, { timeLimitMs = 2000, now = Date.now }: Options, planner: Planner): Run {
  const budget = new Budget({ timeLimitMs, now })
  const episodes: Episode[] = []
  const counts = { backwards: 0, nodes: 0 }
  const seen = { control: noControl }
  const onBackward: OnBackward = ({ trace }) => {
    counts.backwards++
    if (episodes.length >= limits.episodes || counts.nodes > limits.nodes) return
    const pass = trace()
    if (pass === null) return
    counts.nodes += pass.graph.nodes.length
    if (counts.nodes <= limits.nodes) episodes.push({ kind: 'backward', line: machine.session.line, trace: pass })
  }
  const machine = createMachine(budget, onBackward, planner)
  const builtins = new Scope(null)
  for (const [name, value] of builtinsOf(machine)) builtins.set(name, value)
  const global = new Scope(builtins)
  const text = source.replaceAll('\r\n', '\n')
  const error = attempt(machine, global, text, seen)
  const forward = counts.backwards === 0 ? forwardEpisode(machine) : null
  return {
    source,
    episodes: forward === null ? episodes : [forward],
    backwards: counts.backwards,
    stdout: budget.stdout,
    error,
    variables: variablesOf(machine, global),
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
    if (error instanceof Stale) throw error
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
  return { type, message, hint, line, span: { from, to }, ...misfit }
}

/** What a program without `backward()` computed last. */
function forwardEpisode(machine: Machine): Episode | null {
  const { last } = machine.session.recording
  if (last === null) return null
  const { graph } = graphOf(last)
  if (graph.nodes.filter((node) => node.kind === 'op').length > mostOps) return null
  const pass: Trace = trace(graph, 'forward')
  return { kind: 'forward', line: last.line ?? 1, trace: pass }
}

function variablesOf(machine: Machine, scope: Scope): Variable[] {
  return [...scope.names].flatMap(([name, value]): Variable[] => {
    if (value.kind !== 'tensor') return []
    const grad =
      (value.isLeaf || value.retainsGrad) && value.grad !== null ? settled(tensorOf(machine.session, value.grad)) : null
    return [
      {
        name,
        value: settled(tensorOf(machine.session, value)),
        requiresGrad: value.requiresGrad,
        isLeaf: value.isLeaf,
        grad,
      },
    ]
  })
}
