import { Binding } from '../../core/notation.ts'
import { apply, arg, constant, type Expr } from '../../core/rule.ts'
import { sameShape } from '../../core/tensor.ts'
import type { UpdateRule, UpdateSymbol } from '../../core/update.ts'
import { nameOf } from '../clash.ts'
import type { Made } from '../made.ts'
import { nodeOf, type Session } from '../session.ts'
import type { TensorValue } from '../value.ts'

/** A longer formula is the program's own business, and not told as an update. */
const mostOps = 12

/** Tells of a parameter that the program itself gave other numbers, `w -= lr * w.grad` or `w.data = …`: `old` is what it was, `result` what was computed for it. */
export function tellUpdate(session: Session, parameter: TensorValue, old: Made, result: Made): void {
  if (session.onUpdate === undefined) return
  const gradient = parameter.grad === null ? null : nodeOf(session, parameter.grad)
  const reader = new Reader(old, gradient)
  const from = reader.read(result)
  if (from === null) return
  const rule: UpdateRule = { optimizer: 'The program', symbols: reader.symbols, lines: [{ to: 0, from }] }
  const before = reader.nodes.map(({ value }) => value)
  session.onUpdate({ rule, line: session.line, parameter, name: nameOf(parameter), before, after: [result.value] })
}

/** Reads what was computed as the line of a rule: named tensors are its symbols, unnamed ops its formula. */
class Reader {
  readonly symbols: UpdateSymbol[] = []
  /** The nodes that the symbols stand for. */
  readonly nodes: Made[] = []
  readonly #gradient: Made | null
  #ops = 0

  constructor(old: Made, gradient: Made | null) {
    this.#gradient = gradient
    this.#symbol(old, 'parameter', 'param', 'w')
  }

  #symbol(node: Made, role: UpdateSymbol['role'], key: string, name: string): Expr {
    const tex = name.length === 1 ? name : `\\text{${name.replaceAll('_', '\\_')}}`
    this.symbols.push({ role, key, tex, plain: name, binding: Binding.atom })
    this.nodes.push(node)
    return arg(this.nodes.length - 1)
  }

  /** The formula of a node; null where it is too long, or holds tensors without a name. */
  read(node: Made): Expr | null {
    const known = this.nodes.indexOf(node)
    if (known >= 0) return arg(known)
    if (node === this.#gradient) return this.#symbol(node, 'gradient', 'grad', 'g')
    if (node.name !== undefined) return this.#symbol(node, 'state', node.name, node.name)
    if (node.kind === 'leaf') return node.value.shape.length === 0 ? constant(node.value.data[0]!) : null
    // the parameter's `.data`
    const [only] = node.args
    if (node.op === 'reshape' && only !== undefined && sameShape(only.value.shape, node.value.shape))
      return this.read(only)
    // numbers that do not follow from a formula
    if (++this.#ops > mostOps || node.op === 'write') return null
    const args = node.args.map((each) => this.read(each))
    return args.every((each) => each !== null) ? apply(node.op, args, node.attrs) : null
  }
}
