import { itemsOf } from '../items.ts'
import { moduleOf } from '../nn/nn.ts'
import { raise } from '../raised.ts'
import type { Session } from '../session.ts'
import { type Bound, row } from '../signature.ts'
import { int, isNumber, list, type ModuleValue, numberOf, type TypeValue, type Value } from '../value.ts'
import { collate } from './collate.ts'
import { datasetClasses, lengthOf, objectOf } from './dataset.ts'
import { loaderClass } from './loader.ts'
import { samplerClasses, sourceOf } from './samplers.ts'

/** How many samples each part gets, of whole numbers or of shares that add up to 1. */
function lengthsOf(session: Session, args: Bound): number[] {
  const given = [...itemsOf(args.value('lengths'))].map((each) => (isNumber(each) ? numberOf(each) : 0))
  const total = given.reduce((sum, each) => sum + each, 0)
  const count = lengthOf(session, args.value('dataset'))
  if (Math.abs(total - 1) > 1e-9 || total > 1) return given
  const lengths = given.map((share, i) =>
    share < 0 || share > 1
      ? raise('ValueError', `Fraction at index ${i} is not between 0 and 1`, 'Shares add up to 1.')
      : Math.floor(count * share),
  )
  const rest = count - lengths.reduce((sum, each) => sum + each, 0)
  for (let i = 0; i < rest; i++) lengths[i % lengths.length]!++
  return lengths
}

function split(session: Session, subset: TypeValue, args: Bound): Value {
  const lengths = lengthsOf(session, args)
  const dataset = args.value('dataset')
  const total = lengths.reduce((sum, each) => sum + each, 0)
  if (total !== lengthOf(session, dataset))
    raise(
      'ValueError',
      'Sum of input lengths does not equal the length of the input dataset!',
      `The data set has ${lengthOf(session, dataset)} samples.`,
    )
  const order = sourceOf(session, args.get('generator')).permutation(total)
  let from = 0
  return list(
    lengths.map((length) => {
      const indices = Array.from(order.subarray(from, from + length), int)
      from += length
      return objectOf(subset, [
        ['dataset', dataset],
        ['indices', list(indices)],
      ])
    }),
  )
}

/** `torch.utils` for one program: `data` is all there is. */
export function utilsModule(session: Session): ModuleValue {
  const { dataset, tensors, subset, concatenation } = datasetClasses(session)
  const types = [dataset, tensors, subset, concatenation, loaderClass(session), ...samplerClasses(session)]
  const data = moduleOf(session, 'torch.utils.data', [
    row('random_split(dataset, lengths, generator=)', (_, args) => split(session, subset, args)),
    row('default_collate(batch)', (_, args) => collate(session, [...itemsOf(args.value('batch'))])),
  ])
  const members = new Map<string, Value>([
    ...data.members,
    ...types.map((type): readonly [string, Value] => [type.name, type]),
  ])
  return { kind: 'module', name: 'torch.utils', members: new Map([['data', { ...data, members }]]) }
}
