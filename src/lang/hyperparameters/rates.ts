import type { SyntaxNode } from '@lezer/common'
import { around, type Reading, type Written } from './reading.ts'

/** What takes a learning rate as its second argument. */
const optimizers = /(^|\.)(SGD|Adam\w*|RMSprop|Adagrad|Adadelta)$/
/** What a learning rate is called. */
const rateNames = /^(lr|learn(ing)?_?rate|alpha|eta|gamma|step_?size|η|α|γ)$/i

/** The learning rates of a program: of its optimizers, and of updates that it makes itself. */
export function learningRates(reading: Reading): readonly Written[] {
  const { calls, written } = reading
  const given = calls.flatMap(({ callee, keywords, positional }) => {
    const found = written(keywords.get('lr') ?? (optimizers.test(callee) ? positional[1] : undefined))
    return found === null ? [] : [{ ...found, name: found.name ?? 'lr' }]
  })
  return [...given, ...reading.all('BinaryExpression').flatMap((product) => rateIn(product, reading) ?? [])]
}

/** `lr * w.grad` in a step down: `w -= …`, `w = w - …` or `w.sub_(…)`. */
function rateIn(product: SyntaxNode, reading: Reading): Written | null {
  const { textOf, written } = reading
  const [left, right] = [product.firstChild, product.lastChild]
  const operator = product.getChild('ArithOp')
  if (left === null || right === null || operator === null || textOf(operator) !== '*') return null
  if (!isStepDown(product, reading)) return null
  const isRate = (rate: SyntaxNode, of: SyntaxNode): boolean =>
    rateNames.test(textOf(rate)) || (/\.grad\b/.test(textOf(of)) && rate.name !== 'MemberExpression')
  if (isRate(left, right)) return written(left)
  return isRate(right, left) ? written(right) : null
}

/** `w -= …`, `w = w - …`, `w.sub_(…)`. */
const stepDown = /^([\w.[\]]+)(\s*-=|\s*=\s*\1\s*-|\.sub_\()/

function isStepDown(product: SyntaxNode, { textOf }: Reading): boolean {
  const statement = around(product, 'UpdateStatement', 'AssignStatement', 'ExpressionStatement')
  return statement !== null && stepDown.test(textOf(statement))
}

/** The seeds of the random numbers. */
export const seeds = ({ calls, written }: Reading): readonly Written[] =>
  calls.flatMap(({ callee, positional, keywords }) =>
    /(^|\.)(manual_seed|seed)$/.test(callee) ? (written(positional[0] ?? keywords.get('seed')) ?? []) : [],
  )

/** How often training loops, the outermost where one is in another, go around. */
export function epochs(reading: Reading): readonly Written[] {
  const trains = reading.all('ForStatement').filter((loop) => /\.backward\(/.test(reading.textOf(loop)))
  return trains
    .filter((loop) => !trains.some(({ from, to }) => from < loop.from && to >= loop.to))
    .flatMap((loop) => {
      const iterable = loop.getChild('in')?.nextSibling
      const call = reading.calls.find(({ node }) => node.from === iterable?.from && node.to === iterable.to)
      if (call?.callee !== 'range') return []
      const [first, second] = call.positional
      return reading.written(second === undefined ? first : withoutOne(second, reading)) ?? []
    })
}

/** `epochs` of `epochs + 1`. */
function withoutOne(end: SyntaxNode, { textOf }: Reading): SyntaxNode {
  const operator = end.getChild('ArithOp')
  const counted = operator !== null && textOf(operator) === '+' && textOf(end.lastChild ?? end) === '1'
  return counted ? (end.firstChild ?? end) : end
}

/** How many samples a step takes: told to a loader, or by its name. */
export const batchSizes = ({ calls, written, given }: Reading): readonly Written[] => [
  ...calls.flatMap(({ keywords }) => written(keywords.get('batch_size')) ?? []),
  ...[given('batch_size') ?? []].flat(),
]
