import type { Made, MadeOp } from './made.ts'
import { type GradFnValue, int, none, str, tuple, type Value } from './value.ts'

/** The node of PyTorch's backward graph that a node of the program stands for. */
const gradFnAt = (node: Made, name = node.gradFn ?? 'AccumulateGrad'): GradFnValue => ({ kind: 'grad_fn', name, node })

/** What stands before a node of the backward graph: another node, a node that only PyTorch has, or nothing. */
type Next = Made | GradFnValue

const isConstant = (node: Made): boolean => node.kind === 'leaf' && node.role === 'constant'

/** A node that PyTorch has between an op and its argument. */
const between = (name: string, node: Made): GradFnValue => ({ kind: 'grad_fn', name, node, before: [node] })

/** The arguments that PyTorch's backward node has, where they are not the op's own. */
function argumentsOf({ op, args }: MadeOp, name: string): readonly Next[] {
  const [first, second, third] = args
  switch (op) {
    case 'custom':
      return args.slice(1)
    case 'where':
      return name.startsWith('Clamp') ? [second!] : [second!, third!]
    case 'pow':
      return name === 'PowBackward0' ? [first!] : args
    case 'sub':
      return name.startsWith('Rsub') ? args.filter((arg) => !isConstant(arg)) : args
    case 'div':
      return name === 'MulBackward0' ? [between('ReciprocalBackward0', second!), first!] : args
    case 'mul':
    case 'add':
      if (name === 'ToCopyBackward0') return [first!]
      // PyTorch reads 2 * x as x * 2
      return isConstant(first!) ? [second!, first!] : args
    case 'linear':
      return third === undefined
        ? [first!, between('TBackward0', second!)]
        : [third, first!, between('TBackward0', second!)]
    case 'mean':
      return name === 'MseLossBackward0' ? (differenceIn(first!)?.args ?? args) : args
    default:
      return args
  }
}

/** The difference that a squared error squares. */
function differenceIn(node: Made): MadeOp | null {
  if (node.kind === 'leaf') return null
  return node.op === 'sub' ? node : differenceIn(node.args[0]!)
}

function nextOf({ name, node, before }: GradFnValue): Value {
  const parts = before ?? (node.kind === 'leaf' ? [] : argumentsOf(node, name))
  return tuple(
    parts.map((part): Value => {
      const next = part.kind === 'grad_fn' ? part : part.requiresGrad ? gradFnAt(part) : null
      const made = next === null || !next.node.requiresGrad ? none : next
      return tuple([made, int(0)])
    }),
  )
}

/** What a node of the backward graph can be asked; null for anything else. */
export function gradFnMember(value: GradFnValue, name: string): Value | null {
  switch (name) {
    case 'name':
      return {
        kind: 'function',
        name,
        flavour: 'builtin',
        call: () => str(value.name === 'AccumulateGrad' ? `torch::autograd::${value.name}` : value.name),
      }
    case 'next_functions':
      return nextOf(value)
    case 'variable':
      return value.name === 'AccumulateGrad' ? value.node.cell : null
    default:
      return null
  }
}
