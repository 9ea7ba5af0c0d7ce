import { frameAt } from '../../core/frame.ts'
import { sameShape, type Tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import type { Run, Variable } from '../../lang/run.ts'
import { pythonList } from './python-literal.ts'

/** The most numbers of a tensor that are written out. */
const mostNumbers = 400

/** How far PyTorch's numbers may be from the page's: sums are added in another order on other computers. */
const tolerance = 'rtol=1e-4, atol=1e-6'

const same = (a: Tensor, b: Tensor): boolean =>
  a.dtype === b.dtype && sameShape(a.shape, b.shape) && a.data.every((value, i) => Object.is(value, b.data[i]))

/** A check of one tensor: exact for whole numbers and truth values. */
function check(name: string, tensor: Tensor): string {
  const { dtype } = tensor
  const made = `torch.tensor(${pythonList(tensor)}, dtype=torch.${dtype})`
  if (dtype === 'bool' || dtype === 'int64') return `assert torch.equal(${name}, ${made})`
  const nan = tensor.data.some(Number.isNaN) ? ', equal_nan=True' : ''
  return `assert torch.allclose(${name}, ${made}, ${tolerance}${nan})`
}

/** What is said of a program: its checks, and which numbers of the page have none. */
interface Checks {
  readonly lines: readonly string[]
  readonly leftOut: readonly string[]
}

const isShort = ({ data }: Tensor): boolean => data.length <= mostNumbers && data.length > 0

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

/** How a program reaches a parameter of a module that a variable holds: `net.hidden[0].weight`. */
function reached(module: string, path: string): string {
  const parts = path.split('.')
  if (!parts.every((part) => /^\w+$/.test(part))) return `${module}.get_parameter(${JSON.stringify(path)})`
  return module + parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('')
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

function block(run: Run, episode: number): string[] {
  const { episodes, firstKept, error, backwards } = run
  if (error !== null)
    return [
      `# The program ends with ${error.type}${error.line === null ? '' : ` in line ${error.line}`}, so nothing is checked behind it.`,
    ]
  const shown = episodes[episode - firstKept]
  if (shown === undefined) return ['# The program computes nothing that could be checked.']
  const { lines, leftOut } = checksIn(shown.trace, run)
  const pass = backwards > 1 ? ` of backward pass ${episode + 1} of ${backwards}` : ''
  const reasons = leftOut.slice(0, mostReasons).map((each) => `#   ${each}`)
  const more = leftOut.length - reasons.length
  return [
    ...(lines.length === 0
      ? [`# No variable holds a number${pass} at the end, so nothing is checked.`]
      : [`# The numbers${pass} that Gradwalk shows, checked by PyTorch.`, 'import torch', ...lines]),
    ...(leftOut.length === 0 ? [] : ['# Not checked:', ...reasons]),
    ...(more > 0 ? [`#   and ${more} more`] : []),
  ]
}

/** What programs that draw random numbers call. */
const draws =
  /\b(?:(?:rand\w*|normal_?|uniform_|bernoulli_?|multinomial|exponential_|dropout|Dropout|Linear|Bilinear|Embedding|\w*split)\s*\(|init\.\w|shuffle\s*=)/

/** What stands before a program that draws random numbers and gives no seed: here they begin at seed 0. */
const seeded = (source: string): string =>
  draws.test(source.replaceAll(/#.*/g, '')) && !/\bmanual_seed\b/.test(source)
    ? '# Random numbers begin here as they do on the page.\nimport torch\ntorch.manual_seed(0)\n\n'
    : ''

/** The program, followed by a check of every number of the shown pass that it still holds at its end: it runs in PyTorch as it is. */
export const runnableProgram = (run: Run, episode: number): string =>
  `${seeded(run.source)}${run.source.trimEnd()}\n\n${block(run, episode).join('\n')}\n`
