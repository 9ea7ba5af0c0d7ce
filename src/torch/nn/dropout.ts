import { sizeOf, storage } from '../../core/tensor.ts'
import { plainText } from '../python-text.ts'
import { raise } from '../raised.ts'
import { apply, leaf, type Session, tensorOf } from '../session.ts'
import { type Row, row } from '../signature.ts'
import { bool, float, int, type TensorValue } from '../value.ts'
import { isOn, type Layer, numberSetting, shownSettings, tensorInput } from './layer.ts'

const checked = (p: number, shown: string): void => {
  if (p < 0 || p > 1)
    raise('ValueError', `dropout probability has to be between 0 and 1, but got ${shown}`, 'Give a probability.')
}

/** Each number of a tensor 0 with probability `p`, the others divided by 1 − p; drawn as PyTorch draws it. */
export function dropout(session: Session, x: TensorValue, p: number, training: boolean): TensorValue {
  const { shape, dtype } = tensorOf(session, x)
  const count = sizeOf(shape)
  if (!training || p === 0 || count === 0) return x
  const mask = storage(dtype, count)
  const share = dtype === 'float32' ? Math.fround(1 - p) : 1 - p
  if (p < 1) for (let i = 0; i < mask.length; i++) mask[i] = session.generator.bernoulli(1 - p) / share
  const kept = leaf(session, { dtype, shape, data: mask })
  return apply(session, 'mul', [x, kept], {}, shape, 'MulBackward0')
}

/** `F.dropout`. */
export const dropoutRow: Row = row('dropout(input, p=, training=, inplace=)', (session, args) => {
  const p = args.number('p', 0.5)
  checked(p, plainText(args.get('p') ?? float(p)))
  return dropout(session, args.tensor('input'), p, args.flag('training', true))
})

/** `nn.Dropout`. */
export const dropoutLayer = (session: Session): Layer => ({
  signature: 'Dropout(p=, inplace=)',
  file: 'dropout',
  build: (self, args) => {
    const p = args.get('p') ?? float(0.5)
    checked(args.number('p', 0.5), plainText(p))
    self.attributes.set('p', p.kind === 'int' || p.kind === 'float' ? p : int(0))
    self.attributes.set('inplace', args.get('inplace') ?? bool(false))
  },
  forward: (self, [input]) =>
    dropout(session, tensorInput(input, 'dropout'), numberSetting(self, 'p', 0.5), isOn(self, 'training')),
  extra: (self) => shownSettings(self, ['p', 'inplace']),
})
