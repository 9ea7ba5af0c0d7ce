import { frameAt } from '../../core/frame.ts'
import { sameShape, type Tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import type { Run, Variable } from '../../lang/run.ts'
import { check, isShort, reached } from './check.ts'
import { checksAt, placeOf, reachedAll, withChecks } from './in-the-loop.ts'

const same = (a: Tensor, b: Tensor): boolean =>
  a.dtype === b.dtype && sameShape(a.shape, b.shape) && a.data.every((value, i) => Object.is(value, b.data[i]))

/** What is said of a program: its checks, and which numbers of the page have none. */
interface Checks {
  readonly lines: readonly string[]
  readonly leftOut: readonly string[]
}

/** What is checked of a variable, and of the numbers shown under its name. */
function checksOf(variable: Variable, value: Tensor, gradient: Tensor | undefined, place: string): Checks {
  const { name, isLeaf, grad } = variable
  if (!same(variable.value, value)) return { lines: [], leftOut: [`${place}, which has other numbers at the end`] }
  if (!isShort(value)) return { lines: [], leftOut: [`${place}, which has ${value.data.length} numbers`] }
  const lines = [check(name, value)]
  if (gradient === undefined)
    return { lines: isLeaf && grad === null ? [...lines, `assert ${name}.grad is None`] : lines, leftOut: [] }
  if (grad !== null && same(grad, gradient)) return { lines: [...lines, check(`${name}.grad`, grad)], leftOut: [] }
  const why =
    grad !== null
      ? 'which has other numbers at the end'
      : isLeaf
        ? 'which is gone at the end'
        : 'which PyTorch does not keep'
  return { lines, leftOut: [`the gradient of ${place}, ${why}`] }
}

/** What of the program holds numbers at its end: its variables, and the parameters of its modules. */
interface Held {
  readonly variables: ReadonlyMap<string, Variable>
  readonly parameters: Set<Variable>
}

const heldBy = ({ variables, modules }: Run): Held => ({
  variables: new Map(variables.map((variable) => [variable.name, variable])),
  parameters: new Set(
    modules.flatMap(({ name, parameters }) =>
      parameters.map((parameter) => ({ ...parameter, name: reached(name, parameter.name) })),
    ),
  ),
})

/** The parameter of a module that a leaf without a variable is: one with its numbers and its gradient, each once. */
function parameterLike({ parameters }: Held, value: Tensor, gradient: Tensor | undefined): Variable | null {
  const like = [...parameters].filter((each) => same(each.value, value))
  const found = like.find(({ grad }) => grad !== null && gradient !== undefined && same(grad, gradient)) ?? like[0]
  if (found !== undefined) parameters.delete(found)
  return found ?? null
}

/** The checks of one pass: the numbers that the program still holds at its end. */
function checksIn(trace: Trace, run: Run): Checks {
  const { nodes } = trace.graph
  const { values, gradients } = frameAt(trace, trace.steps.length)
  const held = heldBy(run)
  const last = new Map(nodes.flatMap(({ name }, index) => (name === undefined ? [] : [[name, index] as const])))
  let nameless = 0
  const checks = nodes.flatMap((node, index): Checks[] => {
    const { name, line } = node
    const [value, gradient] = [values[index] ?? node.value, gradients[index]]
    const place = `${name ?? 'a parameter'}${line === undefined ? '' : ` of line ${line}`}`
    const learns = node.kind === 'leaf' && node.role === 'parameter'
    const variable = name === undefined ? undefined : held.variables.get(name)
    if (variable !== undefined && last.get(variable.name) === index) return [checksOf(variable, value, gradient, place)]
    const parameter = learns ? parameterLike(held, value, gradient) : null
    if (parameter !== null) return [checksOf(parameter, value, gradient, parameter.name)]
    if (name !== undefined || learns) return [{ lines: [], leftOut: [`${place}, which no variable holds at the end`] }]
    if (node.kind === 'op') nameless++
    return []
  })
  const rest = nameless === 0 ? [] : [`${nameless} ${nameless === 1 ? 'result' : 'results'} without a name`]
  return {
    lines: checks.flatMap(({ lines }) => lines),
    leftOut: [...checks.flatMap(({ leftOut }) => leftOut), ...rest],
  }
}

/** The most reasons that are written out. */
const mostReasons = 12

/** The lines that stand behind a program. */
const behind = (before: readonly string[], leftOut: readonly string[]): string[] => {
  const reasons = leftOut.slice(0, mostReasons).map((each) => `#   ${each}`)
  const more = leftOut.length - reasons.length
  return [
    ...before,
    ...(leftOut.length === 0 ? [] : ['# Not checked:', ...reasons]),
    ...(more > 0 ? [`#   and ${more} more`] : []),
  ]
}

/** A program to copy. */
export interface Runnable {
  readonly text: string
  /** How many numbers, or tensors of them, are checked in it. */
  readonly checks: number
  /** Why nothing is checked, or null where something is. */
  readonly why: string | null
  /** What to do so that something is checked; empty where nothing can be done or need be. */
  readonly advice: string
}

const wayOut = (episode: number, backwards: number): string =>
  episode < backwards - 1
    ? 'Go to the last pass, or write backward() on a line of its own, outside of functions.'
    : 'Give what it computes a name, outside of functions.'

const unchecked = (run: Run, why: string, advice: string, leftOut: readonly string[] = []): Runnable => ({
  text: written(run.source, behind([`# ${why}`], leftOut)),
  checks: 0,
  why,
  advice,
})

const written = (source: string, lines: readonly string[]): string =>
  `${seeded(source)}${source.trimEnd()}\n\n${lines.join('\n')}\n`

/** The program with a check of every number of the shown pass that its own names reach: where the pass runs in a training, else at its end. It runs in PyTorch as it is. */
export function runnable(run: Run, episode: number): Runnable {
  const { source, episodes, firstKept, error, backwards } = run
  if (error !== null)
    return unchecked(
      run,
      `The program ends with ${error.type}${error.line === null ? '' : ` in line ${error.line}`}, so nothing is checked behind it.`,
      error.stopped ? 'Let it run to its end, with fewer passes.' : 'Mend the error first.',
    )
  const shown = episodes[episode - firstKept]
  if (shown === undefined) return unchecked(run, 'The program computes nothing that could be checked.', '')
  const pass = backwards > 1 ? ` of backward pass ${episode + 1} of ${backwards}` : ''
  const place = backwards > 1 ? placeOf(source, shown.line) : null
  const there = place === null ? null : checksAt(place, shown.trace, run)
  const { lines, leftOut } = checksIn(shown.trace, run)
  if (place !== null && there !== null && there.lines.length > 0 && there.lines.length >= lines.length) {
    const said = `# The numbers${pass} that Gradwalk shows are checked by PyTorch where it runs, behind line ${place.line}.`
    return {
      text: written(
        withChecks(source, place, episode, there.lines),
        behind([said, reachedAll(backwards)], there.leftOut),
      ),
      checks: there.lines.length,
      why: null,
      advice: '',
    }
  }
  if (lines.length === 0)
    return unchecked(
      run,
      `No variable holds a number${pass} at the end, so nothing is checked.`,
      wayOut(episode, backwards),
      leftOut,
    )
  const said = `# The numbers${pass} that Gradwalk shows, checked by PyTorch.`
  return {
    text: written(source, behind([said, 'import torch', ...lines], leftOut)),
    checks: lines.length,
    why: null,
    advice: '',
  }
}

/** What programs that draw random numbers call. */
const draws =
  /\b(?:(?:rand\w*|normal_?|uniform_|bernoulli_?|multinomial|exponential_|dropout|Dropout|Linear|Bilinear|Embedding|\w*split)\s*\(|init\.\w|shuffle\s*=)/

/** What stands before a program that draws random numbers and gives no seed: here they begin at seed 0. */
const seeded = (source: string): string =>
  draws.test(source.replaceAll(/#.*/g, '')) && !/\bmanual_seed\b/.test(source)
    ? '# Random numbers begin here as they do on the page.\nimport torch\ntorch.manual_seed(0)\n\n'
    : ''

/** The text of a program to copy. */
export const runnableProgram = (run: Run, episode: number): string => runnable(run, episode).text
