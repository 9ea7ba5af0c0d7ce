import { large, least, ln2High, ln2Low, log2e, most, oddTanh, small, taylor, toWhole } from '../../exponential.ts'
import type { Code } from './code.ts'

/** How many doubles are computed with at once: one, or two. */
type Width = 'f64' | 'f64x2'

/** A variable for doubles. */
const variable = (code: Code, width: Width): number => code.local(width === 'f64' ? 'f64' : 'v128')

/** Puts a number on the stack, as often as there are doubles. */
const constant = (code: Code, width: Width, value: number): Code =>
  width === 'f64' ? code.f64(value) : code.f64(value).do('f64x2.splat')

/** Puts 2ᵏ on the stack. */
function writePowerOfTwo(code: Code, width: Width, k: number): void {
  code.get(k)
  if (width === 'f64') {
    code.toInteger().i32(1023).do('i32.add', 'i64.extend_i32_s').i64(52).do('i64.shl', 'f64.reinterpret_i64')
    return
  }
  code.do('i32x4.trunc_sat_f64x2_s_zero').i32(1023).do('i32x4.splat', 'i32x4.add', 'i64x2.extend_low_i32x4_s')
  code.i32(52).do('i64x2.shl')
}

/** Takes doubles from the stack and puts the smaller or the larger of each and a number there; what is not a number stays what it is. */
function writeBound(code: Code, width: Width, bound: 'min' | 'max', value: number): void {
  constant(code, width, value).do(width === 'f64' ? `f64.${bound}` : `f64x2.p${bound}`)
}

/** Puts eˣ of the doubles in a variable on the stack, as `expForSingle` computes it. */
function writeExponential(code: Code, width: Width, x: number): void {
  const y = variable(code, width)
  code.get(x)
  writeBound(code, width, 'min', most)
  writeBound(code, width, 'max', least)
  code.set(y)
  writeExponentialWithin(code, width, y)
}

/** The same where x is known to be within its bounds. */
function writeExponentialWithin(code: Code, width: Width, y: number): void {
  const [k, r] = [variable(code, width), variable(code, width)]
  const number = (value: number): Code => constant(code, width, value)
  code.get(y)
  number(log2e).do(`${width}.mul`)
  number(toWhole).do(`${width}.add`)
  number(toWhole).do(`${width}.sub`).set(k)
  code.get(y).get(k)
  number(ln2High).do(`${width}.mul`, `${width}.sub`).get(k)
  number(ln2Low).do(`${width}.mul`, `${width}.sub`).set(r)
  horner(code, width, taylor, r)
  writePowerOfTwo(code, width, k)
  code.do(`${width}.mul`)
}

/** A polynomial by its coefficients, the highest power first. */
function horner(code: Code, width: Width, [first = 0, ...others]: readonly number[], x: number): void {
  constant(code, width, first)
  for (const each of others) {
    code.get(x).do(`${width}.mul`)
    constant(code, width, each).do(`${width}.add`)
  }
}

/** Puts tanh x of the doubles in a variable on the stack, as `tanhForSingle` computes it. */
function writeHyperbolic(code: Code, width: Width, x: number): void {
  const [size, square, twice] = [variable(code, width), variable(code, width), variable(code, width)]
  const number = (value: number): Code => constant(code, width, value)
  code.get(x).do(`${width}.abs`)
  writeBound(code, width, 'min', large)
  code.set(size)
  code.get(size).get(size).do(`${width}.mul`).set(square)
  code.get(size).get(size).do(`${width}.add`).set(twice)
  if (width === 'f64x2') code.get(x)
  horner(code, width, oddTanh, square)
  code.get(size).do(`${width}.mul`)
  number(1)
  number(2)
  writeExponentialWithin(code, width, twice)
  number(1).do(`${width}.add`, `${width}.div`, `${width}.sub`).get(size)
  number(small).do(`${width}.lt`)
  // the sign of x, and all else of what was computed
  if (width === 'f64') code.do('select').get(x).do('f64.copysign')
  else code.do('v128.bitselect').f64(-0).do('f64x2.splat', 'v128.bitselect')
}

/** How many floats are computed with at once. */
type Lane = 'f32' | 'f32x4'

/** Puts what `write` makes of the floats in a variable on the stack, computed in doubles and rounded once. */
function inDoubles(code: Code, lane: Lane, x: number, write: typeof writeExponential): void {
  if (lane === 'f32') {
    const wide = code.local('f64')
    code.get(x).do('f64.promote_f32').set(wide)
    write(code, 'f64', wide)
    code.do('f32.demote_f64')
    return
  }
  const [low, high] = [code.local('v128'), code.local('v128')]
  code.get(x).do('f64x2.promote_low_f32x4').set(low)
  code.get(x).get(x).shuffle([2, 3, 2, 3]).do('f64x2.promote_low_f32x4').set(high)
  for (const half of [low, high]) {
    write(code, 'f64x2', half)
    code.do('f32x4.demote_f64x2_zero')
  }
  code.shuffle([0, 1, 4, 5])
}

/** eˣ of the floats in a variable. */
export const writeExp = (code: Code, lane: Lane, x: number): void => inDoubles(code, lane, x, writeExponential)

/** tanh x of the floats in a variable. */
export const writeTanh = (code: Code, lane: Lane, x: number): void => inDoubles(code, lane, x, writeHyperbolic)

/** 1/(1 + e⁻ˣ) of the floats in a variable, rounded after each step. */
export function writeSigmoid(code: Code, lane: Lane, x: number): void {
  const minus = code.local(lane === 'f32' ? 'f32' : 'v128')
  const one = (): Code => (lane === 'f32' ? code.f32(1) : code.f32(1).do('f32x4.splat'))
  code.get(x).do(`${lane}.neg`).set(minus)
  one()
  one()
  writeExp(code, lane, minus)
  code.do(`${lane}.add`, `${lane}.div`)
}
