import type { OpName } from '../../op.ts'
import { ops } from '../../registry.ts'
import type { PlanEvent } from '../plan.ts'
import { relationOf } from '../relations.ts'
import type { Code } from './code.ts'
import { writeExp, writeSigmoid, writeTanh } from './exponential.ts'
import { matrixView, type Pattern, type Place } from './layout.ts'
import type { Imported } from './module.ts'

/** Registers a function of the host and gives its number. */
export type Import = (imported: Imported) => number

/** What the numbers are held in while an entry is computed: four floats at once, one float, or one double. */
type Lane = 'f32x4' | 'f32' | 'f64'

/** Ops that 32-bit floats do in one instruction, rounded as if computed in double precision and rounded once. */
const direct = {
  add: 'add',
  sub: 'sub',
  mul: 'mul',
  div: 'div',
  neg: 'neg',
  abs: 'abs',
  sqrt: 'sqrt',
  maximum: 'max',
  minimum: 'min',
} as const

/** Ops on 32-bit floats that are written out in sums and products. */
const exponentials = { exp: writeExp, tanh: writeTanh, sigmoid: writeSigmoid } as const

const isExponential = (op: OpName): op is keyof typeof exponentials => op in exponentials
const isDirect = (op: OpName): op is keyof typeof direct => op in direct

/** How many vectors of four entries are computed in one turn of a loop; 0 where four entries cannot be computed at once. */
type Vectors = 0 | 1 | 4

/** A loop around a single instruction is mostly loop; long ones are written once. */
const vectorsOf = (op: OpName): Vectors => {
  if (isExponential(op)) return 1
  return isDirect(op) || relationOf(op) !== undefined || op === 'relu' || op === 'where' ? 4 : 0
}

/** Puts the result for one entry, or four, on the stack. */
function compute(code: Code, lane: Lane, event: PlanEvent, args: readonly number[], imports: Import): void {
  const { op } = event
  const relation = relationOf(op)
  const [a, b, c] = args
  const zero = (): Code =>
    lane === 'f32x4' ? code.f32(0).do('f32x4.splat') : lane === 'f32' ? code.f32(0) : code.f64(0)
  if (isDirect(op)) {
    for (const arg of args) code.get(arg)
    code.do(`${lane}.${direct[op]}`)
  } else if (relation !== undefined) {
    code.get(a!).get(b!).do(`${lane}.${relation}`)
    if (lane === 'f32x4') code.f32(1).do('f32x4.splat', 'v128.and')
    else code.do(`${lane}.convert_i32_u`)
  } else if (op === 'relu') {
    // Where it is above 0 or not a number.
    const isOn = (): void => {
      code.get(a!)
      zero().do(`${lane}.gt`)
      code.get(a!).get(a!).do(`${lane}.ne`)
      code.do(lane === 'f32x4' ? 'v128.or' : 'i32.or')
    }
    code.get(a!)
    if (lane !== 'f32x4') zero()
    isOn()
    code.do(lane === 'f32x4' ? 'v128.and' : 'select')
  } else if (op === 'where') {
    code.get(b!).get(c!).get(a!)
    zero().do(`${lane}.ne`)
    code.do(lane === 'f32x4' ? 'v128.bitselect' : 'select')
  } else if (op === 'weighted_sum') weighted(code, args)
  else if (isExponential(op) && lane !== 'f64') exponentials[op](code, lane, a!)
  else called(code, lane, event, args, imports)
}

/** Asks the host: the very function that computes the op without a plan. */
function called(
  code: Code,
  lane: Lane,
  { op, attrs, like }: PlanEvent,
  args: readonly number[],
  imports: Import,
): void {
  const each = ops[op].forward.each?.(attrs, like.dtype)
  if (each === undefined || lane === 'f32x4') throw new Error(`${op} is not computed entry by entry`)
  for (const arg of args) {
    code.get(arg)
    if (lane === 'f32') code.do('f64.promote_f32')
  }
  code.call(imports({ arity: args.length === 1 ? 1 : 2, call: each }))
  if (lane === 'f32') code.do('f32.demote_f64')
}

/** A weighted sum, added up in double precision and rounded once. */
function weighted(code: Code, args: readonly number[]): void {
  for (let i = 0; i + 1 < args.length; i += 2) {
    code
      .get(args[i]!)
      .get(args[i + 1]!)
      .do('f64.mul')
    if (i > 0) code.do('f64.add')
  }
  if (args.length % 2 === 1) code.get(args.at(-1)!).do('f64.add')
}

/** Whether an event is computed entry by entry on floats. */
export function isByEntry({ op, like }: PlanEvent, count: number): boolean {
  if (op === 'where' || (op === 'weighted_sum' && count > 1))
    return like.dtype === 'float32' || like.dtype === 'float64'
  if (ops[op].forward.each === undefined || count > 2) return false
  return like.dtype === 'float32' || like.dtype === 'float64' || relationOf(op) !== undefined
}

/** An op entry by entry, broadcast: four entries at a time where floats allow, else one. False where the shapes have no such loop. */
export function writeEntries(
  code: Code,
  event: PlanEvent,
  args: readonly Place[],
  out: Place,
  imports: Import,
): boolean {
  const view = matrixView(
    event.like.shape,
    args.map((arg) => arg.like.shape),
  )
  if (view === null) return false
  const { rows, columns, patterns } = view
  if (rows * columns === 0) return true
  const narrow = !out.wide && args.every((arg) => !arg.wide)
  if (event.op === 'pow' && patterns[1] === 'one' && narrow) {
    writePower(code, { rows, columns, patterns }, event, args, out, imports)
    return true
  }
  const lane = narrow && event.op !== 'weighted_sum' ? 'f32' : 'f64'
  const vectors = narrow ? vectorsOf(event.op) : 0
  writeLoops(code, { rows, columns, patterns }, args, out, lane, vectors, (at, locals) =>
    compute(code, at, event, locals, imports),
  )
  return true
}

/** The same numbers under another shape, repeated where it is larger. False where the shapes have no such loop. */
export function writeCopies(code: Code, from: Place, shape: readonly number[], out: Place): boolean {
  const view = matrixView(shape, [from.like.shape])
  if (view === null || from.wide || out.wide) return false
  if (view.rows * view.columns > 0) writeLoops(code, view, [from], out, 'f32', 4, (_, [x]) => code.get(x!))
  return true
}

interface View {
  readonly rows: number
  readonly columns: number
  readonly patterns: readonly Pattern[]
}

/** Runs `body` for every entry, with its arguments in variables, and stores what it leaves on the stack. */
function writeLoops(
  code: Code,
  { rows, columns, patterns }: View,
  args: readonly Place[],
  out: Place,
  lane: 'f32' | 'f64',
  vectors: Vectors,
  body: (lane: Lane, locals: readonly number[]) => void,
): void {
  const single = args.map(() => code.local(lane))
  const four = vectors > 0 ? args.map(() => code.local('v128')) : []
  const [row, column, spot] = [code.local('i32'), code.local('i32'), code.local('i32')]
  const scale = (place: Place): number => (place.wide ? 2 : 1)
  /** Columns count in units of four bytes times the width of each place; `row` and `column` are entry counts times four. */
  const address = (place: Place, pattern: Pattern): void => {
    if (pattern === 'one') code.i32(0)
    else if (pattern === 'row') code.get(column)
    else if (pattern === 'column') code.get(row)
    else code.get(spot)
    if (scale(place) === 2 && pattern !== 'one') twice(code)
  }
  const load = (i: number): void => {
    const place = args[i]!
    address(place, patterns[i]!)
    code.memory(place.wide ? 'f64.load' : 'f32.load', place.address)
    if (lane === 'f64' && !place.wide) code.do('f64.promote_f32')
    code.set(single[i]!)
  }
  const splat = (i: number): void => {
    address(args[i]!, patterns[i]!)
    code.memory('f32.load', args[i]!.address).do('f32x4.splat').set(four[i]!)
  }
  const each = (outer: boolean, what: (i: number) => void): void =>
    patterns.forEach((pattern, i) => {
      if ((pattern === 'one') === outer && pattern !== 'column') what(i)
    })
  const columnwise = (what: (i: number) => void): void =>
    patterns.forEach((pattern, i) => {
      if (pattern === 'column') what(i)
    })
  const blocks = vectors > 0 ? columns - (columns % 4) : 0
  each(true, (i) => {
    load(i)
    if (blocks > 0) splat(i)
  })
  const flat = rows === 1
  const toSpot = (): void => {
    if (flat) code.get(column).set(spot)
    else code.get(column).get(row)
    if (!flat) multiplied(code, columns).do('i32.add').set(spot)
  }
  code.loop(row, 0, rows * 4, 4, () => {
    columnwise((i) => {
      load(i)
      if (blocks > 0) splat(i)
    })
    /** Four entries, `by` bytes behind the column. */
    const vector = (by: number): void => {
      each(false, (i) => {
        address(args[i]!, patterns[i]!)
        code.memory('v128.load', args[i]!.address + by).set(four[i]!)
      })
      code.get(spot)
      body('f32x4', four)
      code.memory('v128.store', out.address + by)
    }
    const several = vectors > 1 ? blocks - (blocks % (4 * vectors)) : 0
    code.loop(column, 0, several * 4, 16 * vectors, () => {
      toSpot()
      for (let i = 0; i < vectors; i++) vector(16 * i)
    })
    code.loop(column, several * 4, blocks * 4, 16, () => {
      toSpot()
      vector(0)
    })
    code.loop(column, blocks * 4, columns * 4, 4, () => {
      toSpot()
      each(false, load)
      address(out, 'entry')
      body(lane, single)
      if (lane === 'f64' && !out.wide) code.do('f32.demote_f64')
      code.memory(out.wide ? 'f64.store' : 'f32.store', out.address)
    })
  })
}

const twice = (code: Code): Code => code.i32(1).do('i32.shl')
const multiplied = (code: Code, by: number): Code => code.i32(by).do('i32.mul')

/** A power with one exponent for all: 1 and 2 are the base and its square, as without a plan; other exponents ask the host. */
function writePower(
  code: Code,
  view: View,
  event: PlanEvent,
  args: readonly Place[],
  out: Place,
  imports: Import,
): void {
  const exponentIs = (value: number): Code => code.i32(0).memory('f32.load', args[1]!.address).f32(value).do('f32.eq')
  const loops = (vectors: Vectors, body: (lane: Lane, locals: readonly number[]) => void): void =>
    writeLoops(code, view, args, out, 'f32', vectors, body)
  exponentIs(2).branch(
    () => loops(4, (lane, [x]) => code.get(x!).get(x!).do(`${lane}.mul`)),
    () =>
      exponentIs(1).branch(
        () => loops(4, (_, [x]) => code.get(x!)),
        () => loops(0, (lane, locals) => called(code, lane, event, locals, imports)),
      ),
  )
}
