import { frameAt } from '../../core/frame.ts'
import { sameShape, type Tensor } from '../../core/tensor.ts'
import type { Trace } from '../../core/trace.ts'
import type { Run, Variable } from '../../lang/run.ts'
import { fullNumber } from '../number.ts'

/** The most numbers of a tensor that are written out. */
const mostNumbers = 400

/** How far PyTorch's numbers may be from the page's: sums are added in another order on other computers. */
const tolerance = 'rtol=1e-4, atol=1e-6'

const same = (a: Tensor, b: Tensor): boolean =>
  a.dtype === b.dtype && sameShape(a.shape, b.shape) && a.data.every((value, i) => Object.is(value, b.data[i]))

/** One number as Python writes it. */
function literal(value: number, dtype: Tensor['dtype']): string {
  if (dtype === 'bool') return value === 0 ? 'False' : 'True'
  if (dtype === 'int64') return String(value)
  if (!Number.isFinite(value)) return `float("${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}")`
  const digits = Object.is(value, -0) ? '-0' : fullNumber(value, dtype)
  return /[.e]/.test(digits) ? digits : `${digits}.0`
}

/** The numbers of a tensor as nested lists. */
function listed(tensor: Tensor, axis = 0, from = 0): string {
  const { shape, data, dtype } = tensor
  const extent = shape[axis]
  if (extent === undefined) return literal(data[from] ?? 0, dtype)
  const stride = shape.slice(axis + 1).reduce((n, each) => n * each, 1)
  const parts = Array.from({ length: extent }, (_, i) => listed(tensor, axis + 1, from + i * stride))
  return `[${parts.join(', ')}]`
}

/** A check of one tensor: exact for whole numbers and truth values. */
function check(name: string, tensor: Tensor): string {
  const { dtype } = tensor
  const made = `torch.tensor(${listed(tensor)}, dtype=torch.${dtype})`
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

/** The checks of one pass: the numbers that a variable of the program still holds at its end. */
function checksIn(trace: Trace, variables: readonly Variable[]): Checks {
  const { nodes } = trace.graph
  const { gradients } = frameAt(trace, trace.steps.length)
  const held = new Map(variables.map((variable) => [variable.name, variable]))
  const last = new Map(nodes.flatMap(({ name }, index) => (name === undefined ? [] : [[name, index] as const])))
  let nameless = 0
  const checks = nodes.flatMap((node, index): Checks[] => {
    const { name, line } = node
    if (name === undefined) {
      if (node.kind === 'op') nameless++
      return []
    }
    const place = line === undefined ? name : `${name} of line ${line}`
    const variable = held.get(name)
    if (variable === undefined || last.get(name) !== index)
      return [{ lines: [], leftOut: [`${place}, which no variable holds at the end`] }]
    return [checksOf(variable, node.value, gradients[index], place)]
  })
  const rest = nameless === 0 ? [] : [`${nameless} ${nameless === 1 ? 'result' : 'results'} without a name`]
  return {
    lines: checks.flatMap(({ lines }) => lines),
    leftOut: [...checks.flatMap(({ leftOut }) => leftOut), ...rest],
  }
}

/** The most reasons that are written out. */
const mostReasons = 12

function block({ episodes, firstKept, error, variables, backwards }: Run, episode: number): string[] {
  if (error !== null)
    return [
      `# The program ends with ${error.type}${error.line === null ? '' : ` in line ${error.line}`}, so nothing is checked behind it.`,
    ]
  const shown = episodes[episode - firstKept]
  if (shown === undefined) return ['# The program computes nothing that could be checked.']
  const { lines, leftOut } = checksIn(shown.trace, variables)
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

/** The program, followed by a check of every number of the shown pass that a variable still holds at its end: it runs in PyTorch as it is. */
export const runnableProgram = (run: Run, episode: number): string =>
  `${run.source.trimEnd()}\n\n${block(run, episode).join('\n')}\n`
