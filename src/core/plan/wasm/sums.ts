import type { Layout } from '../../summation.ts'
import type { Code } from './code.ts'

/** Numbers at equal distances: bytes between them, how many, and where the memory of the tensor begins. */
interface Run {
  readonly stride: number
  readonly count: number
  readonly base: number
}

/** Whether one number is added up at a time, or four that stand side by side. */
type Lane = 'f32' | 'f32x4'

/** What the loops of a sum count and keep. */
interface Locals {
  readonly lane: Lane
  readonly at: number
  readonly block: number
  readonly entry: number
  readonly part: number
  readonly inner: number
  readonly sum: number
  readonly first: number
}

const zero = (code: Code, lane: Lane, into: number): Code =>
  lane === 'f32' ? code.f32(0).set(into) : code.f32(0).do('f32x4.splat').set(into)

const load = (code: Code, lane: Lane, address: number): Code =>
  code.memory(lane === 'f32' ? 'f32.load' : 'v128.load', address)

function localsFor(code: Code, lane: Lane): Locals {
  const [at, block, entry] = [code.local('i32'), code.local('i32'), code.local('i32')]
  const number = (): number => code.local(lane === 'f32' ? 'f32' : 'v128')
  return { lane, at, block, entry, part: number(), inner: number(), sum: number(), first: number() }
}

/** The most numbers of a run: 16 blocks of 16 would need a third level. */
const longest = 255

function writeRun(code: Code, { stride, base }: Run, count: number, { lane, at, entry }: Locals, into: number): void {
  zero(code, lane, into)
  if (count === 0) return
  code.loop(entry, 0, count, 1, () => {
    load(code.get(into).get(at), lane, base).do(`${lane}.add`).set(into)
    code.get(at).i32(stride).do('i32.add').set(at)
  })
}

/** Adds up a run from the address in `at` on, in blocks of 16 and then their sums, into `part`. */
function writeCascade(code: Code, run: Run, locals: Locals): void {
  const { lane, first } = locals
  const blocks = Math.floor(run.count / 16)
  if (blocks > 0) {
    zero(code, lane, first)
    code.loop(locals.block, 0, blocks, 1, () => {
      writeRun(code, run, 16, locals, locals.inner)
      code.get(first).get(locals.inner).do(`${lane}.add`).set(first)
    })
  }
  writeRun(code, run, run.count % 16, locals, locals.part)
  if (blocks > 0) code.get(locals.part).get(first).do(`${lane}.add`).set(locals.part)
}

/** Adds up a run from the address in `start` on, every fourth number for itself, into `sum`. */
function writeFourfold(code: Code, { stride, count, base }: Run, start: number, locals: Locals): void {
  const { lane, sum } = locals
  const quarter = Math.floor(count / 4)
  const every = { stride: 4 * stride, count: quarter, base }
  zero(code, lane, sum)
  for (let k = 0; k < 4; k++) {
    if (quarter > 0) {
      code
        .get(start)
        .i32(k * stride)
        .do('i32.add')
        .set(locals.at)
      writeCascade(code, every, locals)
      code.get(sum).get(locals.part).do(`${lane}.add`).set(sum)
    }
    if (k > 0) continue
    for (let i = 4 * quarter; i < count; i++)
      load(code.get(sum).get(start), lane, base + i * stride)
        .do(`${lane}.add`)
        .set(sum)
  }
}

/** Rows or columns of 32-bit floats added up in the order of `summation.ts`, and divided by `divisor`; false where there are too many numbers. */
export function writeSums(
  code: Code,
  { rows, count, kept }: Layout,
  base: number,
  out: number,
  divisor: number,
): boolean {
  const lanes = 8
  if (count > (rows && count >= lanes ? lanes * longest : longest)) return false
  const [start, write] = [code.local('i32'), code.local('i32')]
  const store = ({ lane }: Locals, value: number): void => {
    code.get(write).get(value)
    if (divisor !== 1 && lane === 'f32') code.f32(divisor).do('f32.div')
    if (divisor !== 1 && lane === 'f32x4') code.f32(divisor).do('f32x4.splat', 'f32x4.div')
    code.memory(lane === 'f32' ? 'f32.store' : 'v128.store', out)
  }
  if (rows) {
    const locals = localsFor(code, 'f32')
    const [from, total] = [code.local('i32'), code.local('f32')]
    code.i32(0).set(start)
    code.loop(write, 0, kept * 4, 4, () => {
      if (count < lanes) {
        writeFourfold(code, { stride: 4, count, base }, start, locals)
        store(locals, locals.sum)
      } else {
        const each = Math.floor(count / lanes)
        code.f32(0).set(total)
        for (let i = each * lanes; i < count; i++)
          code
            .get(total)
            .get(start)
            .memory('f32.load', base + 4 * i)
            .do('f32.add')
            .set(total)
        code.get(start).set(from)
        for (let i = 0; i < lanes; i++) {
          writeFourfold(code, { stride: 4 * lanes, count: each, base: base + 4 * i }, from, locals)
          code.get(total).get(locals.sum).do('f32.add').set(total)
        }
        store(locals, total)
      }
      code
        .get(start)
        .i32(count * 4)
        .do('i32.add')
        .set(start)
    })
    return true
  }
  const group = kept < lanes ? 4 : 4 * lanes
  const run = { stride: kept * 4, count, base }
  const columns = (locals: Locals, from: number, to: number, fourfold: boolean): void => {
    code.loop(write, from * 4, to * 4, locals.lane === 'f32' ? 4 : 16, () => {
      if (fourfold) writeFourfold(code, run, write, locals)
      else {
        code.get(write).set(locals.at)
        writeCascade(code, run, locals)
      }
      store(locals, fourfold ? locals.sum : locals.part)
    })
  }
  const whole = kept - (kept % group)
  const four = kept - (kept % 4)
  const vectors = localsFor(code, 'f32x4')
  columns(vectors, 0, whole, false)
  columns(vectors, whole, four, true)
  columns(localsFor(code, 'f32'), four, kept, true)
  return true
}
